package org.dungeontalk.analytics.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** How far the partitions of this instance are. Written by the reading thread, read by any. */
@ApplicationScoped
public class ReadPositions {

    private volatile Map<Integer, Long> reached = Map.of();

    /** Of each partition, the first offset that isn't worked on yet. */
    public Map<Integer, Long> reached() {
        return reached;
    }

    void reached(Map<Integer, Long> positions) {
        reached = Map.copyOf(positions);
    }
}
