package org.dungeontalk.analytics.ingest;

import org.dungeontalk.analytics.architecture.FrameworkFree;

/**
 * The last sign of life of a thread. Whatever the thread waits for, it gives one at least every few
 * seconds; so without one for as long as the limit it is stuck, or dead. Thread-safe.
 */
@FrameworkFree
public final class Heartbeat {

    private final long limit;
    private volatile long last;

    /**
     * As if it had beaten now.
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

    /** Whether there was a sign lately. */
    public boolean isAlive(long nowMillis) {
        return nowMillis - last <= limit;
    }
}
