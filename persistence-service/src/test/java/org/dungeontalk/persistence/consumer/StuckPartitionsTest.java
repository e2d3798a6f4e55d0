package org.dungeontalk.persistence.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class StuckPartitionsTest {

    private static final Instant BEGIN = Instant.parse("2026-11-28T12:00:00Z");

    private final StuckPartitions stuck = new StuckPartitions(Duration.ofSeconds(60));

    @Test
    void findsOnlyPositionsThatStayForLongerThanTheLimit() {
        assertEquals(Map.of(), check(Map.of(1, 10L, 2, 10L), 0));
        assertEquals(Map.of(), check(Map.of(1, 10L, 2, 11L), 60));
        assertEquals(Map.of(1, 10L), check(Map.of(1, 10L, 2, 11L), 61));
        assertEquals(Map.of(2, 11L), check(Map.of(1, 11L, 2, 11L), 121));
    }

    @Test
    void beginsAnewWithAPartitionThatHadNothingMore() {
        assertEquals(Map.of(), check(Map.of(1, 10L), 0));
        assertEquals(Map.of(), check(Map.of(), 50));
        assertEquals(Map.of(), check(Map.of(1, 10L), 100));
        assertEquals(Map.of(1, 10L), check(Map.of(1, 10L), 161));
    }

    @Test
    void findsNothingWhileOneShortTransactionFollowsTheOther() {
        for (int second = 0; second < 300; second += 10) {
            assertEquals(Map.of(), check(Map.of(3, (long) second), second));
        }
    }

    private SortedMap<Integer, Long> check(Map<Integer, Long> positions, int second) {
        return stuck.check(positions, BEGIN.plusSeconds(second));
    }
}
