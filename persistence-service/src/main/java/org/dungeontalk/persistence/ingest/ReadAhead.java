package org.dungeontalk.persistence.ingest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.persistence.config.PersistenceConfig;

/**
 * Bounds the polls that the event loop has not taken. SmallRye keeps them without a bound: a
 * consumer that polls faster than the event loop decodes would put the whole backlog into memory.
 * So the polling thread waits before it hands over one poll too many. Thread-safe.
 *
 * <p>The event loop needs the polling thread itself: for pauses, and for the committed offset
 * before it takes the first records of a partition. So from a quarter of the configured bytes on,
 * the polling thread waits only some milliseconds for each poll, and then does what was asked. From
 * half of them on, it hands over one poll a second.
 */
@Singleton
public class ReadAhead {

    private static final Duration BRIEFLY = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofSeconds(1);

    private final long most;
    private final Duration briefly;
    private final Duration atMost;
    private long untaken;

    @Inject
    ReadAhead(PersistenceConfig config) {
        this(config.write().inFlightBytes() / 2, BRIEFLY, LONG);
    }

    /**
     * @param most bytes past which it waits long; past half of them it waits briefly
     */
    ReadAhead(long most, Duration briefly, Duration atMost) {
        this.most = most;
        this.briefly = briefly;
        this.atMost = atMost;
    }

    /**
     * Waits until a poll may be handed over, and counts it. Called on the polling thread.
     *
     * @param bytes of the poll
     */
    synchronized void handOver(long bytes) {
        try {
            await(most / 2, briefly);
            await(most, atMost);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
        untaken += bytes;
    }

    private void await(long bound, Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        long left = longest.toNanos();
        while (untaken >= bound && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = end - System.nanoTime();
        }
    }

    /** The event loop has taken a poll of so many bytes. */
    synchronized void taken(long bytes) {
        untaken = Math.max(0, untaken - bytes);
        notifyAll();
    }

    /** Polls of partitions that another instance reads now are never taken. */
    public synchronized void revoked() {
        untaken = 0;
    }
}
