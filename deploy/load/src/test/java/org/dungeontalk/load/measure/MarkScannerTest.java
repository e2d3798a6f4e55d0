package org.dungeontalk.load.measure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarkScannerTest {
    private final MarkScanner scanner = new MarkScanner();
    private final List<Mark> found = new ArrayList<>();

    @Test
    void findsTheMarksOfSeveralMessages() {
        Mark first = new Mark(0, 0, 0);
        Mark second = new Mark(99, 2_147_483_647, 86_400_000_000_000L);

        scan("MESSAGE\n{\"content\":\"" + first.text(200) + "\"}\0" + second.text(40));

        assertEquals(List.of(first, second), found);
    }

    @Test
    void findsAMarkWhereverTheBytesAreSplit() {
        Mark mark = new Mark(7, 12, 345_678);
        byte[] text = ("~ " + mark.text(60) + " ~").getBytes(UTF_8);
        for (int at = 0; at <= text.length; at++) {
            found.clear();
            MarkScanner fresh = new MarkScanner();
            fresh.scan(Arrays.copyOf(text, at), this::add);
            fresh.scan(Arrays.copyOfRange(text, at, text.length), this::add);
            assertEquals(List.of(mark), found, "split at " + at);
        }
    }

    @Test
    void passesOverWhatOnlyLooksLikeAMark() {
        scan("~1.2~ ~1.2.~ ~.2.3~ ~1.2.3.4~ ~1.2.x~ ~-1.2.3~ 1.2.3~ ~~");

        assertEquals(List.of(), found);
    }

    @Test
    void aMarkMayFollowTheEdgeOfABrokenOne() {
        scan("~1.2~3.4.5~");

        assertEquals(List.of(new Mark(3, 4, 5)), found);
    }

    @Test
    void theLongestMarkFitsIntoTheShortestText() {
        Mark longest = new Mark(99_999, Integer.MAX_VALUE, 3 * 86_400_000_000_000L);

        assertEquals(Mark.LONGEST, longest.text(Mark.LONGEST).length());
    }

    private void scan(String text) {
        scanner.scan(text.getBytes(UTF_8), this::add);
    }

    private void add(int sender, int number, long due) {
        found.add(new Mark(sender, number, due));
    }
}
