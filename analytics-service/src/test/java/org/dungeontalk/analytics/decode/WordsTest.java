package org.dungeontalk.analytics.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;

class WordsTest {

    private final Words words = new Words();

    @Property
    void givesBackWhateverIsAscii(@ForAll @CharRange(from = 0, to = 127) String text) {
        assertEquals(text, of(text));
        assertEquals("Aa" + text, of("Aa" + text));
        assertEquals("BB" + text, of("BB" + text));
        assertEquals(text, of(text));
    }

    @Example
    void givesTheSameWordAgain() {
        assertSame(of("tavern"), of("tavern"));
    }

    @Example
    void takesNoByteAboveAsciiForItsCharacter() {
        assertFalse(Words.isSame("\u00e9", new byte[] {(byte) 0xe9}, 0, 1));
    }

    private String of(String text) {
        byte[] bytes = (" " + text + " ").getBytes(StandardCharsets.US_ASCII);
        return words.of(bytes, 1, bytes.length - 1);
    }
}
