package org.dungeontalk.analytics.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/**
 * The progress of this instance's partitions. The reading thread writes it, and any thread may read
 * it.
 */
@ApplicationScoped
public class ReadPositions {

    private volatile Map<Integer, Long> reached = Map.of();

    /** The first offset of each partition that is not yet processed. */
    public Map<Integer, Long> reached() {
        return reached;
    }

    void reached(Map<Integer, Long> positions) {
        reached = Map.copyOf(positions);
    }
}
