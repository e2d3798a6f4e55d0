package org.dungeontalk.gateway.publish;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Gives records to a Kafka producer on the caller's thread, without ever blocking it. Records of
 * one thread keep their order. Thread-safe; the caller bounds the number of records.
 *
 * <p>The producer must have {@code max.block.ms=0}: then it refuses at once a record whose topic it
 * does not know yet, or for which it has no memory. Such a record is held here and offered again
 * every {@value #RETRY_MILLIS} ms for {@value #HELD_MILLIS} ms at most. Later records wait behind
 * it.
 */
final class NonBlockingProducer {
    /** Short, because the first message after the start waits for it once. */
    private static final long RETRY_MILLIS = 5;

    private static final long HELD_MILLIS = 5_000;

    private final Supplier<Producer<String, byte[]>> source;
    private final ScheduledExecutorService thread;
    private final ArrayDeque<HeldRecord> held = new ArrayDeque<>();
    private volatile Producer<String, byte[]> producer;
    private volatile boolean holding;
    private volatile RuntimeException broken;

    private record HeldRecord(
            ProducerRecord<String, byte[]> record, Callback callback, long until) {}

    /**
     * @param source of the producer; asked at the first record
     * @param thread offers the records that are held
     */
    NonBlockingProducer(
            Supplier<Producer<String, byte[]>> source, ScheduledExecutorService thread) {
        this.source = source;
        this.thread = thread;
    }

    /**
     * Sends the record.
     *
     * @param callback gets the result once, on any thread, possibly before this method returns. It
     *     must not throw
     */
    void send(ProducerRecord<String, byte[]> record, Callback callback) {
        if (holding || !taken(record, callback)) {
            hold(record, callback);
        }
    }

    /**
     * Why the producer took nothing at the last attempt: it is closed, or in a state that it can't
     * leave. Empty while it takes records, also while Kafka is away: then their results fail.
     */
    Optional<String> broken() {
        return Optional.ofNullable(broken).map(RuntimeException::toString);
    }

    private boolean taken(ProducerRecord<String, byte[]> record, Callback callback) {
        Attempt attempt = new Attempt(callback);
        try {
            producer().send(record, attempt);
            broken = null;
            return !attempt.refused;
        } catch (RuntimeException e) {
            broken = e instanceof SerializationException ? broken : e;
            callback.onCompletion(null, e);
            return true;
        }
    }

    private Producer<String, byte[]> producer() {
        Producer<String, byte[]> made = producer;
        if (made == null) {
            made = source.get();
            producer = made;
        }
        return made;
    }

    private synchronized void hold(ProducerRecord<String, byte[]> record, Callback callback) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(HELD_MILLIS);
        held.add(new HeldRecord(record, callback, until));
        if (!holding) {
            holding = true;
            retryLater();
        }
    }

    private synchronized void retry() {
        while (!held.isEmpty()) {
            HeldRecord first = held.peek();
            if (!taken(first.record(), first.callback())) {
                if (System.nanoTime() - first.until() < 0) {
                    retryLater();
                    return;
                }
                first.callback()
                        .onCompletion(null, new TimeoutException("the producer could not take it"));
            }
            held.poll();
        }
        holding = false;
    }

    private void retryLater() {
        thread.schedule(this::retry, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Tells apart the producer's refusal, which it reports within the call, from later results. */
    private static final class Attempt implements Callback {
        private final Callback callback;
        private final Thread caller = Thread.currentThread();
        private boolean refused;

        Attempt(Callback callback) {
            this.callback = callback;
        }

        @Override
        public void onCompletion(RecordMetadata at, Exception failure) {
            if (failure instanceof TimeoutException && Thread.currentThread() == caller) {
                refused = true;
            } else {
                callback.onCompletion(at, failure);
            }
        }
    }
}
