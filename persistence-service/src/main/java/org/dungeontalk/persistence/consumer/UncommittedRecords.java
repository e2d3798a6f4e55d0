package org.dungeontalk.persistence.consumer;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Counts the records that the group has not committed. Not every offset is a record: each
 * transaction of another region's mirror ends with a control record, which consumers do not see and
 * nobody commits. A range that is the same at two checks is therefore inspected once, and counts as
 * nothing if it holds no record. Not thread-safe.
 *
 * <p>The position of the consumer is no substitute for this. SmallRye polls ahead of what it hands
 * to the channel, so the position of a channel that is blocked still reaches the end of the log.
 */
final class UncommittedRecords {

    /** Largest range that is inspected, in offsets; a larger one counts as records. */
    private static final int INSPECTED = 10_000;

    /**
     * Offsets of a partition that are not committed.
     *
     * @param from the committed offset
     * @param upto the end of the log
     */
    record Range(int partition, long from, long upto) {

        long offsets() {
            return Math.max(0, upto - from);
        }
    }

    private final Predicate<Range> holdsRecords;
    private Set<Range> before = Set.of();
    private Set<Range> empty = Set.of();

    /**
     * @param holdsRecords reads a range; may block
     */
    UncommittedRecords(Predicate<Range> holdsRecords) {
        this.holdsRecords = holdsRecords;
    }

    /**
     * @param now one range for each assigned partition
     * @return the offsets of all ranges but those that hold no record
     */
    long count(Set<Range> now) {
        Set<Range> withoutRecords = new HashSet<>();
        long records = 0;
        for (Range range : now) {
            if (empty.contains(range) || isEmpty(range)) {
                withoutRecords.add(range);
            } else {
                records += range.offsets();
            }
        }
        before = Set.copyOf(now);
        empty = withoutRecords;
        return records;
    }

    private boolean isEmpty(Range range) {
        return range.offsets() == 0
                || before.contains(range)
                        && range.offsets() <= INSPECTED
                        && !holdsRecords.test(range);
    }
}
