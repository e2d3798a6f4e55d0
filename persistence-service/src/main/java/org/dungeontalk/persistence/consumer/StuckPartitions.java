package org.dungeontalk.persistence.consumer;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds partitions that have more offsets and whose position has not changed for longer than a
 * limit. Not thread-safe.
 */
final class StuckPartitions {

    private record Seen(long position, Instant since) {}

    private final Duration limit;
    private Map<Integer, Seen> seen = Map.of();

    StuckPartitions(Duration limit) {
        this.limit = limit;
    }

    /**
     * @param positions of the partitions that have more offsets; a partition that is left out
     *     starts again
     * @return the positions of those that are stuck, by partition
     */
    SortedMap<Integer, Long> check(Map<Integer, Long> positions, Instant now) {
        Map<Integer, Seen> next = new HashMap<>();
        SortedMap<Integer, Long> stuck = new TreeMap<>();
        positions.forEach(
                (partition, position) -> {
                    Seen before = seen.get(partition);
                    boolean same = before != null && before.position() == position;
                    Seen here = same ? before : new Seen(position, now);
                    next.put(partition, here);
                    if (Duration.between(here.since(), now).compareTo(limit) > 0) {
                        stuck.put(partition, position);
                    }
                });
        seen = next;
        return stuck;
    }
}
