package org.dungeontalk.gateway.kafka;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jboss.logging.Logger;

/**
 * Tracks whether this gateway's writes succeed: messages, and the heart-beats of presence, so that
 * a failure is noticed even while nobody chats. Thread-safe, never blocks.
 */
@Singleton
public class WriteProgress {
    private static final Logger LOG = Logger.getLogger(WriteProgress.class);
    private static final long STALL_NANOS = Duration.ofSeconds(5).toNanos();

    private final AtomicInteger waiting = new AtomicInteger();
    private volatile long confirmed = System.nanoTime();
    private volatile long waitingSince = confirmed;
    private volatile boolean failed;
    private boolean loggedStalled;

    /** A write starts; {@link #ended} must follow. */
    public void begun() {
        if (waiting.getAndIncrement() == 0) {
            waitingSince = System.nanoTime();
        }
    }

    /**
     * @param failure {@code null} if Kafka has confirmed the write. A failure caused by the record
     *     itself does not count against Kafka
     */
    public void ended(Throwable failure) {
        waiting.decrementAndGet();
        if (failure == null) {
            confirmed = System.nanoTime();
            failed = false;
        } else if (!(failure instanceof RecordTooLargeException
                || failure instanceof SerializationException)) {
            failed = true;
        }
    }

    /** Whether no write has succeeded for 5 seconds although some wait or have failed. */
    public boolean stalled() {
        long now = System.nanoTime();
        boolean waited = waiting.get() > 0 && now - waitingSince > STALL_NANOS;
        return (failed || waited) && now - confirmed > STALL_NANOS;
    }

    /** Logs when {@link #stalled} has changed. Called regularly by one thread. */
    public void logChange() {
        boolean now = stalled();
        if (now != loggedStalled) {
            loggedStalled = now;
            if (now) {
                LOG.warnf(
                        "Kafka confirms no writes; the gateway is not ready, %d writes wait",
                        waiting.get());
            } else {
                LOG.info("Kafka confirms writes again");
            }
        }
    }
}
