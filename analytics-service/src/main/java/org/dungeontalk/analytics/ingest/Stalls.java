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
public final class Stalls {

    private record Standstill(long at, long sinceMillis) {}

    private final long patience;
    private final Map<Integer, Standstill> standing = new HashMap<>();

    /**
     * @param patience milliseconds for which a place may stand
     */
    public Stalls(long patience) {
        this.patience = patience;
    }

    /**
     * Looks at all partitions.
     *
     * @param places how far each is
     * @param ends how far each could be
     * @return those that have stood for too long, and by how much they are behind
     */
    public Map<Integer, Long> look(
            Map<Integer, Long> places, Map<Integer, Long> ends, long nowMillis) {
        standing.keySet().retainAll(places.keySet());
        Map<Integer, Long> found = new TreeMap<>();
        places.forEach(
                (partition, place) -> {
                    long behind = ends.getOrDefault(partition, place) - place;
                    Standstill before = standing.get(partition);
                    if (behind <= 0) {
                        standing.remove(partition);
                    } else if (before == null || before.at() != place) {
                        standing.put(partition, new Standstill(place, nowMillis));
                    } else if (nowMillis - before.sinceMillis() >= patience) {
                        found.put(partition, behind);
                    }
                });
        return found;
    }
}
