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
 * <p>The event loop needs the polling thread itself: for pauses, and for the committed offset
 * before it takes the first records of a partition. So the polling thread waits only some
 * milliseconds for each poll, and then does what was asked, until there are {@link #MOST_POLLS}.
 * Then it waits for a second, and counts anew, in case a poll got lost.
 */
@Singleton
public class ReadAhead {

    /** Past it the polling thread waits briefly. */
    static final int POLLS = 8;

    /** Past it the polling thread waits long. */
    static final int MOST_POLLS = 16;

    private static final Duration BRIEFLY = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofSeconds(1);

    private final long briefly;
    private final long atMost;
    private int untaken;

    @Inject
    ReadAhead() {
        this(BRIEFLY, LONG);
    }

    ReadAhead(Duration briefly, Duration atMost) {
        this.briefly = briefly.toNanos();
        this.atMost = atMost.toNanos();
    }

    /** Waits until a poll may be handed over, and counts it. Called on the polling thread. */
    synchronized void handOver() {
        try {
            await(POLLS, briefly);
            if (untaken >= MOST_POLLS) {
                await(MOST_POLLS, atMost);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
        untaken = untaken >= MOST_POLLS ? 1 : untaken + 1;
    }

    private void await(int polls, long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        long left = nanos;
        while (untaken >= polls && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = end - System.nanoTime();
        }
    }

    /** The event loop has taken a poll. */
    synchronized void taken() {
        untaken = Math.max(0, untaken - 1);
        notifyAll();
    }

    /** Polls with records of partitions that another instance reads now are never taken. */
    public synchronized void revoked() {
        untaken = 0;
    }
}
