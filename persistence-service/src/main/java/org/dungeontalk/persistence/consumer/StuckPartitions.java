package org.dungeontalk.persistence.consumer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Finds the partitions that have more records and whose position has not changed since the two
 * checks before. Not thread-safe.
 */
final class StuckPartitions {

    /** Checks with the same position after which a partition counts as stuck. */
    private static final int CHECKS = 2;

    private record Seen(long position, int checks) {}

    private Map<Integer, Seen> seen = Map.of();

    /**
     * @param positions next offsets to read of the partitions that have more
     */
    Set<Integer> check(Map<Integer, Long> positions) {
        Map<Integer, Seen> now = new HashMap<>();
        Set<Integer> stuck = new HashSet<>();
        positions.forEach(
                (partition, position) -> {
                    Seen before = seen.get(partition);
                    boolean same = before != null && before.position() == position;
                    int checks = same ? before.checks() + 1 : 0;
                    now.put(partition, new Seen(position, checks));
                    if (checks >= CHECKS) {
                        stuck.add(partition);
                    }
                });
        seen = now;
        return stuck;
    }
}
