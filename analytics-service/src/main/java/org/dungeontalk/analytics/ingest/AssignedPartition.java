package org.dungeontalk.analytics.ingest;

import org.dungeontalk.analytics.architecture.FrameworkFree;
import org.dungeontalk.analytics.partition.Effects;
import org.dungeontalk.analytics.partition.PartitionState;
import org.dungeontalk.analytics.store.PartitionProgress;
import org.dungeontalk.analytics.store.PartitionUpdate;

/**
 * A partition that this instance reads. Its state may be behind its progress. Records in between
 * are read again to rebuild the state, and their effects are dropped, because they are already
 * written.
 */
@FrameworkFree
final class AssignedPartition {

    private final int number;
    private PartitionState state;
    private final KnownPlayers knownPlayers = new KnownPlayers();
    private long committed;
    private long next;
    private long snapshotAt;
    private long snapshotMillis;
    private boolean rebuilt;
    private int counted;

    AssignedPartition(
            int number, PartitionState state, PartitionProgress progress, long nowMillis) {
        this.number = number;
        this.state = state;
        this.committed = progress.nextOffset();
        this.next = progress.stateOffset();
        this.snapshotAt = next;
        this.snapshotMillis = nowMillis;
        this.rebuilt = next >= committed;
    }

    int number() {
        return number;
    }

    PartitionState state() {
        return state;
    }

    /** The first record that the state has not seen. */
    long next() {
        return next;
    }

    /** The first record whose effects are not written. */
    long committed() {
        return committed;
    }

    /** Whether the effects of this record are not yet written. */
    boolean isPending(long offset) {
        return offset >= committed;
    }

    /** The state will see this record next. Effects from before the progress are dropped. */
    void advanceTo(long offset) {
        if (!rebuilt && offset >= committed) {
            state.takeEffects();
            rebuilt = true;
        }
        next = offset + 1;
    }

    /**
     * The current position, for {@link #restore}.
     *
     * @param next the first record that the state has not seen
     */
    record Checkpoint(byte[] state, long next, long snapshotAt, long snapshotMillis) {}

    /** The current position. Call it when the effects of all seen records are written. */
    Checkpoint checkpoint() {
        return new Checkpoint(state.save(), next, snapshotAt, snapshotMillis);
    }

    /**
     * Forgets what was seen since that checkpoint.
     *
     * @param fresh a partition without any records
     */
    void restore(Checkpoint checkpoint, PartitionState fresh) {
        fresh.load(checkpoint.state());
        state = fresh;
        next = checkpoint.next();
        snapshotAt = checkpoint.snapshotAt();
        snapshotMillis = checkpoint.snapshotMillis();
        counted = 0;
        knownPlayers.forget();
    }

    /** Counts a message that changes the numbers. */
    void count() {
        counted++;
    }

    /** Messages that change the numbers and are not yet written. */
    int counted() {
        return counted;
    }

    /** The update to write, or null if all records were read for rebuilding. */
    PartitionUpdate update(long nowMillis, int everyRecords, long everyMillis) {
        if (next <= committed) {
            return null;
        }
        Effects effects = knownPlayers.changes(state.takeEffects());
        boolean due =
                next - snapshotAt >= everyRecords || nowMillis - snapshotMillis >= everyMillis;
        if (due) {
            snapshotAt = next;
            snapshotMillis = nowMillis;
        }
        return new PartitionUpdate(
                number, committed, next, counted, effects, due ? state.save() : null);
    }

    /** The update was written. */
    void written() {
        committed = Math.max(committed, next);
        counted = 0;
        knownPlayers.written();
    }
}
