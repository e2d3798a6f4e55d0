package org.dungeontalk.persistence.consumer;

import java.time.Duration;
import java.time.Instant;

/**
 * Distinguishes a stalled consumer from one that has nothing to do or waits for a dependency. Not
 * thread-safe.
 */
final class StallDetector {

    private final Duration limit;
    private Instant standingSince;
    private long handledThen = -1;

    StallDetector(Duration limit) {
        this.limit = limit;
    }

    /**
     * @param lag records that the log has and the group has not committed
     * @param handled records handled since the start
     * @param waiting whether a dependency is away
     * @return whether nothing was handled for longer than the limit although there were records
     */
    boolean stalled(Instant now, long lag, long handled, boolean waiting) {
        if (lag == 0 || waiting || handled != handledThen) {
            standingSince = now;
            handledThen = handled;
        }
        return Duration.between(standingSince, now).compareTo(limit) > 0;
    }
}
