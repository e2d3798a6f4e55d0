package org.dungeontalk.analytics.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StallDetectorTest {

    private static final long LONGEST = 60_000;

    private final StallDetector stalls = new StallDetector(10_000);

    @Test
    void aPartitionThatStandsAlthoughThereIsMoreIsFound() {
        assertEquals(Map.of(), look(5, 9, 0));
        assertEquals(Map.of(), look(5, 12, 9_999));
        assertEquals(Map.of(3, 8L), look(5, 13, 10_000));
        assertEquals(Map.of(), look(6, 13, 11_000));
    }

    @Test
    void oneThatIsAtItsEndMayStandForEver() {
        assertEquals(Map.of(), look(5, 5, 0));
        assertEquals(Map.of(), look(5, 5, 100_000));
        assertEquals(Map.of(), look(5, 6, 200_000));
    }

    @Test
    void oneThatWentAwayIsForgotten() {
        look(5, 9, 0);
        stalls.look(Map.of(), Map.of(3, 9L), 5_000);
        assertEquals(Map.of(), look(5, 9, 20_000));
    }

    @Test
    void aThreadWithoutASignForAMinuteIsStuck() {
        Heartbeat heartbeat = new Heartbeat(LONGEST, 0);
        assertTrue(heartbeat.isAlive(60_000));
        assertFalse(heartbeat.isAlive(60_001));
        heartbeat.beat(60_001);
        assertTrue(heartbeat.isAlive(120_000));
    }

    @Test
    void whatIsCompleteRestsOnWhatWasReadAndNotOnTheClock() {
        LogView view = new LogView("e", 100_000, Map.of(3, 9L), Map.of(3, 9L));
        assertEquals(99_000, view.completeUntil(3, 9, Long.MIN_VALUE));
        assertEquals(42_000, view.completeUntil(3, 8, 42_000));
        assertEquals(99_000, view.completeUntil(3, 8, 500_000), "a clock that is ahead");
        assertEquals(42_000, view.completeUntil(4, 8, 42_000), "a partition nobody asked for");
    }

    private Map<Integer, Long> look(long position, long end, long now) {
        return stalls.look(Map.of(3, position), Map.of(3, end), now);
    }
}
