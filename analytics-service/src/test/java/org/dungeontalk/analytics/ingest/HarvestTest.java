package org.dungeontalk.analytics.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Map;
import org.dungeontalk.analytics.Settings;
import org.dungeontalk.analytics.detection.DetectorFactory;
import org.dungeontalk.analytics.store.Standing;
import org.junit.jupiter.api.Test;

class HarvestTest {

    private static final Instant NOW = Instant.parse("2026-11-28T18:00:00Z");
    private static final long BACKLOG = 1_000_000;

    private final Harvest harvest = new Harvest(NOW);

    @Test
    void nothingIsNeverWritten() {
        assertFalse(harvest.isDue(0, () -> 0, NOW.plusSeconds(60)));
    }

    @Test
    void whatThereIsIsWrittenAtOnceIfLittleLiesAhead() {
        harvest.polled(1);
        assertTrue(harvest.isDue(1, () -> 0, NOW));
        assertTrue(harvest.isDue(1, () -> 9_999, NOW));
    }

    @Test
    void aBacklogIsGatheredUntilItIsLargeOrOldOrNothingComes() {
        harvest.polled(2_000);
        assertFalse(harvest.isDue(2_000, () -> BACKLOG, NOW.plusMillis(499)));
        assertTrue(harvest.isDue(2_000, () -> BACKLOG, NOW.plusMillis(500)));
        assertTrue(harvest.isDue(0, () -> BACKLOG, NOW));
        harvest.polled(28_000);
        assertTrue(harvest.isDue(2_000, () -> BACKLOG, NOW));
    }

    @Test
    void whatAPartitionThatWasGivenAwayAddsIsNotCountedHere() {
        Assigned kept = assigned(0);
        Assigned given = assigned(1);
        harvest.polled(10);
        for (Assigned partition : new Assigned[] {kept, given}) {
            harvest.touch(partition);
            partition.count();
            partition.count();
        }
        harvest.duplicate();
        assertEquals(new Outcome(4, 5, 1, 0), harvest.written());
        harvest.leave(given);
        assertEquals(new Outcome(2, 7, 1, 0), harvest.written());
        assertEquals(new Outcome(0, 10, 0, 0), harvest.dropped());
    }

    private static Assigned assigned(int number) {
        DetectorFactory rules = new DetectorFactory(Settings.of(Map.of()));
        return new Assigned(number, rules.partition("e", number), new Standing(0, 0, null), 0);
    }
}
