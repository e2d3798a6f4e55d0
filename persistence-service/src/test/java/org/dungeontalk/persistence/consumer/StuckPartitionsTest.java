package org.dungeontalk.persistence.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StuckPartitionsTest {

    private final StuckPartitions stuck = new StuckPartitions();

    @Test
    void findsOnlyWhatStandsAtThreeLooks() {
        assertEquals(Set.of(), stuck.check(Map.of(1, 10L, 2, 10L)));
        assertEquals(Set.of(), stuck.check(Map.of(1, 10L, 2, 10L)));
        assertEquals(Set.of(1), stuck.check(Map.of(1, 10L, 2, 11L)));
    }

    @Test
    void beginsAnewWithWhatHadNothingMore() {
        stuck.check(Map.of(1, 10L));
        stuck.check(Map.of(1, 10L));
        assertEquals(Set.of(), stuck.check(Map.of()));
        assertEquals(Set.of(), stuck.check(Map.of(1, 10L)));
    }
}
