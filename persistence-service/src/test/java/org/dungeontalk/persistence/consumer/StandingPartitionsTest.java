package org.dungeontalk.persistence.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StandingPartitionsTest {

    private final StandingPartitions standing = new StandingPartitions();

    @Test
    void findsOnlyWhatStandsAtThreeLooks() {
        assertEquals(Set.of(), standing.look(Map.of(1, 10L, 2, 10L)));
        assertEquals(Set.of(), standing.look(Map.of(1, 10L, 2, 10L)));
        assertEquals(Set.of(1), standing.look(Map.of(1, 10L, 2, 11L)));
    }

    @Test
    void beginsAnewWithWhatHadNothingMore() {
        standing.look(Map.of(1, 10L));
        standing.look(Map.of(1, 10L));
        assertEquals(Set.of(), standing.look(Map.of()));
        assertEquals(Set.of(), standing.look(Map.of(1, 10L)));
    }
}
