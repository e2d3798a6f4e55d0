package org.dungeontalk.persistence.consumer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Finds the partitions that have more and still stand where they stood at the two looks before. Not
 * safe for several threads.
 */
final class StandingPartitions {

    /** Looks at which a position is the same before it counts as standing. */
    private static final int LOOKS = 2;

    private record Seen(long position, int looks) {}

    private Map<Integer, Seen> seen = Map.of();

    /**
     * @param positions next offsets to read of the partitions that have more
     */
    Set<Integer> look(Map<Integer, Long> positions) {
        Map<Integer, Seen> now = new HashMap<>();
        Set<Integer> standing = new HashSet<>();
        positions.forEach(
                (partition, position) -> {
                    Seen before = seen.get(partition);
                    boolean same = before != null && before.position() == position;
                    int looks = same ? before.looks() + 1 : 0;
                    now.put(partition, new Seen(position, looks));
                    if (looks >= LOOKS) {
                        standing.add(partition);
                    }
                });
        seen = now;
        return standing;
    }
}
