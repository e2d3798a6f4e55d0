package org.dungeontalk.analytics.ingest;

import org.dungeontalk.analytics.architecture.FrameworkFree;
import org.dungeontalk.analytics.partition.Effects;
import org.dungeontalk.analytics.partition.Partition;
import org.dungeontalk.analytics.store.Advance;
import org.dungeontalk.analytics.store.Standing;

/**
 * A partition that this instance reads. Its state may lie behind its progress: then records are
 * read again to rebuild it, and what they add is dropped, because it is written already.
 */
@FrameworkFree
final class Assigned {

    private final int number;
    private Partition state;
    private final Met met = new Met();
    private long committed;
    private long next;
    private long snapshotAt;
    private long snapshotMillis;
    private boolean rebuilt;
    private int counted;

    Assigned(int number, Partition state, Standing standing, long nowMillis) {
        this.number = number;
        this.state = state;
        this.committed = standing.nextOffset();
        this.next = standing.stateOffset();
        this.snapshotAt = next;
        this.snapshotMillis = nowMillis;
        this.rebuilt = next >= committed;
    }

    int number() {
        return number;
    }

    Partition state() {
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

    /** Whether the effects of this record are still to be written. */
    boolean isAhead(long offset) {
        return offset >= committed;
    }

    /** The state is about to see this record; effects from before the progress go. */
    void reach(long offset) {
        if (!rebuilt && offset >= committed) {
            state.takeEffects();
            rebuilt = true;
        }
        next = offset + 1;
    }

    /**
     * Where it stands, to come back to with {@link #back}.
     *
     * @param next the first record that the state has not seen
     */
    record Mark(byte[] state, long next, long snapshotAt, long snapshotMillis) {}

    /** To be asked when everything that was seen is written. */
    Mark mark() {
        return new Mark(state.save(), next, snapshotAt, snapshotMillis);
    }

    /**
     * Forgets what was seen since.
     *
     * @param fresh a partition of which nothing is read yet
     */
    void back(Mark mark, Partition fresh) {
        fresh.load(mark.state());
        state = fresh;
        next = mark.next();
        snapshotAt = mark.snapshotAt();
        snapshotMillis = mark.snapshotMillis();
        counted = 0;
        met.forget();
    }

    /** A message that adds to the numbers. */
    void count() {
        counted++;
    }

    /** Messages that add to the numbers and are not written. */
    int counted() {
        return counted;
    }

    /** The step that is to be written, null if all of it was a rebuilding. */
    Advance advance(long nowMillis, int everyRecords, long everyMillis) {
        if (next <= committed) {
            return null;
        }
        Effects effects = met.news(state.takeEffects());
        boolean due =
                next - snapshotAt >= everyRecords || nowMillis - snapshotMillis >= everyMillis;
        if (due) {
            snapshotAt = next;
            snapshotMillis = nowMillis;
        }
        return new Advance(number, committed, next, counted, effects, due ? state.save() : null);
    }

    /** The step is written. */
    void written() {
        committed = Math.max(committed, next);
        counted = 0;
        met.written();
    }
}
