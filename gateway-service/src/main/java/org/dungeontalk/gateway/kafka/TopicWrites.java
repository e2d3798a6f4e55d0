package org.dungeontalk.gateway.kafka;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;

/** This gateway's writes to one topic. Thread-safe, never blocks. */
public final class TopicWrites {
    private static final long STALL_NANOS = Duration.ofSeconds(5).toNanos();

    /** A failure says nothing about later writes: after this time it counts no more. */
    private static final long FAILURE_NANOS = Duration.ofMinutes(1).toNanos();

    private record Failure(String reason, long at) {}

    private final AtomicInteger waiting = new AtomicInteger();
    private volatile long confirmed = System.nanoTime();
    private volatile long waitingSince = confirmed;
    private volatile Failure last;

    TopicWrites() {}

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
        } else if (!(failure instanceof RecordTooLargeException
                || failure instanceof SerializationException)) {
            String type = failure.getClass().getSimpleName();
            String text = failure.getMessage();
            last = new Failure(text == null ? type : type + ": " + text, System.nanoTime());
        }
    }

    /** Writes that have neither succeeded nor failed. */
    int waiting() {
        return waiting.get();
    }

    /** Whether a write has succeeded in the last 5 seconds. */
    boolean succeed() {
        return System.nanoTime() - confirmed <= STALL_NANOS;
    }

    /** Whether no write has succeeded for 5 seconds although some wait or have failed. */
    boolean stalled() {
        long now = System.nanoTime();
        boolean waited = waiting.get() > 0 && now - waitingSince > STALL_NANOS;
        Failure failure = last;
        boolean failed = failure != null && failure.at() - confirmed > 0 && isRecent(failure, now);
        return (failed || waited) && now - confirmed > STALL_NANOS;
    }

    /** Why the last write failed that failed within a minute. */
    Optional<String> failure() {
        return Optional.ofNullable(last)
                .filter(failure -> isRecent(failure, System.nanoTime()))
                .map(Failure::reason);
    }

    /** Whether a write has failed since that time of {@link System#nanoTime}. */
    boolean failedSince(long nanos) {
        Failure failure = last;
        return failure != null && failure.at() - nanos > 0;
    }

    private static boolean isRecent(Failure failure, long now) {
        return now - failure.at() <= FAILURE_NANOS;
    }
}
