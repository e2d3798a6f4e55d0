package org.dungeontalk.analytics.ingest;

import org.dungeontalk.analytics.architecture.FrameworkFree;

/**
 * The last sign of life of a thread. Whatever the thread waits for, it gives one at least every few
 * seconds; so without one for {@link #LONGEST} it is stuck, or dead. Thread-safe.
 */
@FrameworkFree
public final class Heartbeat {

    /** In milliseconds. */
    public static final long LONGEST = 60_000;

    private volatile long last;

    /** As if it had beaten now. */
    public Heartbeat(long nowMillis) {
        last = nowMillis;
    }

    /** The thread lives. */
    public void beat(long nowMillis) {
        last = nowMillis;
    }

    /** Whether there was a sign lately. */
    public boolean isAlive(long nowMillis) {
        return nowMillis - last <= LONGEST;
    }
}
