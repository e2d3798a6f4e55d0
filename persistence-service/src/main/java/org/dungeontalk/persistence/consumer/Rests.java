package org.dungeontalk.persistence.consumer;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Counts what is not committed yet. Not every offset is a record's: another region's mirror ends
 * each of its transactions with a mark, which no consumer sees and none commits. A rest that is the
 * same at two looks is therefore looked into, once; what holds no record counts as nothing. Not
 * safe for several threads.
 */
final class Rests {

    /** A longer one is taken for records without looking. */
    private static final int LOOKED_INTO = 10_000;

    private final Predicate<Rest> holdsRecords;
    private Set<Rest> before = Set.of();
    private Set<Rest> empty = Set.of();

    /**
     * @param holdsRecords reads a rest; may block
     */
    Rests(Predicate<Rest> holdsRecords) {
        this.holdsRecords = holdsRecords;
    }

    /**
     * @param now the rests of all partitions that are read here
     * @return how many records are not committed: at most the offsets, where nothing was looked
     *     into
     */
    long records(Set<Rest> now) {
        Set<Rest> marks = new HashSet<>();
        long records = 0;
        for (Rest rest : now) {
            if (empty.contains(rest) || isEmpty(rest)) {
                marks.add(rest);
            } else {
                records += rest.offsets();
            }
        }
        before = Set.copyOf(now);
        empty = marks;
        return records;
    }

    private boolean isEmpty(Rest rest) {
        return rest.offsets() == 0
                || before.contains(rest)
                        && rest.offsets() <= LOOKED_INTO
                        && !holdsRecords.test(rest);
    }
}
