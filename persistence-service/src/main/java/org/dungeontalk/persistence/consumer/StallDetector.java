package org.dungeontalk.persistence.consumer;

import java.time.Duration;
import java.time.Instant;

/**
 * Tells a consumer that stands still from one that has nothing to do or rightly waits. Not safe for
 * several threads.
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
     * @param waiting whether something is away that is waited for
     * @return whether nothing was handled for longer than the limit although there was something
     */
    boolean stalled(Instant now, long lag, long handled, boolean waiting) {
        if (lag == 0 || waiting || handled != handledThen) {
            standingSince = now;
            handledThen = handled;
        }
        return Duration.between(standingSince, now).compareTo(limit) > 0;
    }
}
