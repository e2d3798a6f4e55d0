package org.dungeontalk.analytics.ingest;

import org.dungeontalk.analytics.architecture.FrameworkFree;

/**
 * The last sign of life of a thread. The thread gives one at least every few seconds, even while it
 * waits. Without one for the whole limit, it is stuck or dead. Thread-safe.
 */
@FrameworkFree
public final class Heartbeat {

    /** Longest time without a sign of a thread that works, in milliseconds. */
    private static final long SILENCE = 20_000;

    private final long limit;
    private volatile long last;

    /**
     * Starts as if the thread had just given a sign.
     *
     * @param limit in milliseconds
     */
    public Heartbeat(long limit, long nowMillis) {
        this.limit = limit;
        last = nowMillis;
    }

    /** The thread lives. */
    public void beat(long nowMillis) {
        last = nowMillis;
    }

    /** Whether the last sign is within the limit. */
    public boolean isAlive(long nowMillis) {
        return nowMillis - last <= limit;
    }

    /** Whether the last sign is within 20 seconds, whatever the limit is. */
    public boolean isRegular(long nowMillis) {
        return nowMillis - last <= SILENCE;
    }
}
