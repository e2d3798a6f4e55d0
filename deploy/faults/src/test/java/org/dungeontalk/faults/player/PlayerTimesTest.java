package org.dungeontalk.faults.player;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlayerTimesTest {

    private final PlayerTimes times = new PlayerTimes();

    @Test
    void endWithTheReceiptAndWithTheReadingOfAnOwnMessage() {
        times.sent("a");
        times.receipt();
        times.read("a");
        times.read("of-somebody-else");
        assertEquals(1, times.timings().waits().size());
        assertEquals(1, times.timings().delays().size());
    }

    @Test
    void goOnUnderTheOtherIdOfAMessageThatIsRenamed() {
        times.sent("a");
        times.renamed("a", "b");
        times.read("a");
        assertEquals(0, times.timings().delays().size());
        times.read("b");
        assertEquals(1, times.timings().delays().size());
    }

    @Test
    void tellTheLongestStallOnceAndTheOneThatLasts() {
        times.sent("a");
        long lasting = times.takeLongestStall();
        assertTrue(lasting > 0);
        assertTrue(times.takeLongestStall() > lasting);
        times.receipt();
        times.read("a");
        assertTrue(times.takeLongestStall() > lasting);
        assertEquals(0, times.takeLongestStall());
    }

    @Test
    void hasNoStallAfterARefusal() {
        times.sent("a");
        times.refused();
        assertEquals(0, times.takeLongestStall());
    }

    @Test
    void hasNeitherStallNorGapAfterLeaving() {
        times.sent("a");
        times.lost();
        times.left();
        assertEquals(0, times.takeLongestStall());
        times.back();
        times.read("a");
        assertEquals(new Timings(List.of(), List.of(), List.of()), times.timings());
    }
}
