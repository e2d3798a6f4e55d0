package org.dungeontalk.persistence.ingest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Bounds the polls that the event loop has not taken. SmallRye keeps them without a bound: a
 * consumer that polls faster than the event loop decodes would put the whole backlog into memory.
 * So the polling thread waits before it hands over one poll too many. Thread-safe.
 *
 * <p>A poll whose partitions are revoked is never taken. So the polling thread waits at most a
 * second; then it counts anew.
 */
@Singleton
public class ReadAhead {

    /** One is being taken while the next one waits. */
    static final int POLLS = 2;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final long longestWait;
    private int untaken;

    @Inject
    ReadAhead() {
        this(LONGEST_WAIT);
    }

    ReadAhead(Duration longestWait) {
        this.longestWait = longestWait.toNanos();
    }

    /** Waits until a poll may be handed over, and counts it. Called on the polling thread. */
    synchronized void handOver() {
        long end = System.nanoTime() + longestWait;
        try {
            long left = longestWait;
            while (untaken >= POLLS && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
                left = end - System.nanoTime();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
        untaken = untaken >= POLLS ? 1 : untaken + 1;
    }

    /** The event loop has taken a poll. */
    synchronized void taken() {
        untaken = Math.max(0, untaken - 1);
        notifyAll();
    }
}
