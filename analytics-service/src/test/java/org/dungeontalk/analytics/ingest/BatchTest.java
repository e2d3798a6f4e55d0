package org.dungeontalk.analytics.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Map;
import org.dungeontalk.analytics.Settings;
import org.dungeontalk.analytics.detection.DetectorFactory;
import org.dungeontalk.analytics.store.PartitionProgress;
import org.junit.jupiter.api.Test;

class BatchTest {

    private static final Instant NOW = Instant.parse("2026-11-28T18:00:00Z");
    private static final long BACKLOG = 1_000_000;

    private final Batch batch = new Batch(NOW);

    @Test
    void nothingIsNeverWritten() {
        assertFalse(batch.isDue(0, () -> 0, NOW.plusSeconds(60)));
    }

    @Test
    void whatThereIsIsWrittenAtOnceIfLittleLiesAhead() {
        batch.polled(1);
        assertTrue(batch.isDue(1, () -> 0, NOW));
        assertTrue(batch.isDue(1, () -> 9_999, NOW));
    }

    @Test
    void aBacklogIsGatheredUntilItIsLargeOrOldOrNothingComes() {
        batch.polled(2_000);
        assertFalse(batch.isDue(2_000, () -> BACKLOG, NOW.plusMillis(499)));
        assertTrue(batch.isDue(2_000, () -> BACKLOG, NOW.plusMillis(500)));
        assertTrue(batch.isDue(0, () -> BACKLOG, NOW));
        batch.polled(28_000);
        assertTrue(batch.isDue(2_000, () -> BACKLOG, NOW));
    }

    @Test
    void whatAPartitionThatWasGivenAwayAddsIsNotCountedHere() {
        AssignedPartition kept = assigned(0);
        AssignedPartition given = assigned(1);
        batch.polled(10);
        for (AssignedPartition partition : new AssignedPartition[] {kept, given}) {
            batch.touch(partition);
            partition.count();
            partition.count();
        }
        batch.duplicate();
        assertEquals(new BatchOutcome(4, 5, 1, 0), batch.written());
        batch.discard(given);
        assertEquals(new BatchOutcome(2, 7, 1, 0), batch.written());
        assertEquals(new BatchOutcome(0, 10, 0, 0), batch.dropped());
    }

    private static AssignedPartition assigned(int number) {
        DetectorFactory rules = new DetectorFactory(Settings.of(Map.of()));
        return new AssignedPartition(
                number, rules.partition("e", number), new PartitionProgress(0, 0, null), 0);
    }
}
