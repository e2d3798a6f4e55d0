package org.dungeontalk.analytics.ingest;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.dungeontalk.analytics.architecture.FrameworkFree;

/**
 * Which partitions stand still although there is more for them: a place that doesn't move while its
 * end lies further. Not thread-safe.
 */
@FrameworkFree
public final class StallDetector {

    private record Standstill(long at, long sinceMillis) {}

    private final long patience;
    private final Map<Integer, Standstill> standstills = new HashMap<>();

    /**
     * @param patience milliseconds for which a place may stand
     */
    public StallDetector(long patience) {
        this.patience = patience;
    }

    /**
     * Looks at all partitions.
     *
     * @param positions how far each is
     * @param ends how far each could be
     * @return those that have stood for too long, and by how much they are behind
     */
    public Map<Integer, Long> look(
            Map<Integer, Long> positions, Map<Integer, Long> ends, long nowMillis) {
        standstills.keySet().retainAll(positions.keySet());
        Map<Integer, Long> found = new TreeMap<>();
        positions.forEach(
                (partition, position) -> {
                    long behind = ends.getOrDefault(partition, position) - position;
                    Standstill before = standstills.get(partition);
                    if (behind <= 0) {
                        standstills.remove(partition);
                    } else if (before == null || before.at() != position) {
                        standstills.put(partition, new Standstill(position, nowMillis));
                    } else if (nowMillis - before.sinceMillis() >= patience) {
                        found.put(partition, behind);
                    }
                });
        return found;
    }
}
