package org.dungeontalk.gateway.kafka;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jboss.logging.Logger;

/**
 * Whether what this gateway writes gets through, told by what became of its writes: messages, and
 * the heart-beats of presence, so that it is known when nobody speaks, too. Thread-safe, never
 * blocks.
 */
@Singleton
public class WriteProgress {
    private static final Logger LOG = Logger.getLogger(WriteProgress.class);
    private static final long PATIENCE = Duration.ofSeconds(5).toNanos();

    private final AtomicInteger waiting = new AtomicInteger();
    private volatile long confirmed = System.nanoTime();
    private volatile long waitingSince = confirmed;
    private volatile boolean failed;
    private boolean said;

    /** A write begins; {@link #ended} is told what became of it. */
    public void begun() {
        if (waiting.getAndIncrement() == 0) {
            waitingSince = System.nanoTime();
        }
    }

    /**
     * @param failure {@code null} if Kafka has confirmed the write. One that is due to the record
     *     alone says nothing of Kafka
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

    /** Whether for 5 seconds nothing has got through, and something waits or has failed. */
    public boolean stalled() {
        long now = System.nanoTime();
        boolean waited = waiting.get() > 0 && now - waitingSince > PATIENCE;
        return (failed || waited) && now - confirmed > PATIENCE;
    }

    /** Says in the service's log when that has changed. Called by one thread, now and then. */
    public void say() {
        boolean now = stalled();
        if (now != said) {
            said = now;
            if (now) {
                LOG.warnf("Kafka confirms nothing: %d writes wait; not ready", waiting.get());
            } else {
                LOG.info("Kafka confirms writes again");
            }
        }
    }
}
