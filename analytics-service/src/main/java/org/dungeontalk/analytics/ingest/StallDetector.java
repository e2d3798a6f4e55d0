package org.dungeontalk.analytics.ingest;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.dungeontalk.analytics.architecture.FrameworkFree;

/** Finds partitions that stand still although they have more records. Not thread-safe. */
@FrameworkFree
public final class StallDetector {

    private record Stall(long at, long sinceMillis) {}

    private final long patience;
    private final Map<Integer, Stall> stalls = new HashMap<>();

    /**
     * @param patience milliseconds for which a position may stand still
     */
    public StallDetector(long patience) {
        this.patience = patience;
    }

    /**
     * Checks all partitions.
     *
     * @param positions the current position of each
     * @param ends the position that each could reach
     * @return the partitions that have stood still for too long, with their lag
     */
    public Map<Integer, Long> look(
            Map<Integer, Long> positions, Map<Integer, Long> ends, long nowMillis) {
        stalls.keySet().retainAll(positions.keySet());
        Map<Integer, Long> found = new TreeMap<>();
        positions.forEach(
                (partition, position) -> {
                    long behind = ends.getOrDefault(partition, position) - position;
                    Stall before = stalls.get(partition);
                    if (behind <= 0) {
                        stalls.remove(partition);
                    } else if (before == null || before.at() != position) {
                        stalls.put(partition, new Stall(position, nowMillis));
                    } else if (nowMillis - before.sinceMillis() >= patience) {
                        found.put(partition, behind);
                    }
                });
        return found;
    }
}
