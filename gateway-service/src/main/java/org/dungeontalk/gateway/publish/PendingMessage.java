package org.dungeontalk.gateway.publish;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A message in flight; the first caller of {@link #settle} tells the listener. Thread-safe. */
final class PendingMessage {
    private final ProducerRecord<String, byte[]> record;
    private final Consumer<PublishResult> listener;
    private final long deadline;
    private final AtomicBoolean settled = new AtomicBoolean();

    /**
     * @param deadline on the clock of {@link System#nanoTime}
     */
    PendingMessage(
            ProducerRecord<String, byte[]> record,
            Consumer<PublishResult> listener,
            long deadline) {
        this.record = record;
        this.listener = listener;
        this.deadline = deadline;
    }

    ProducerRecord<String, byte[]> record() {
        return record;
    }

    Consumer<PublishResult> listener() {
        return listener;
    }

    int size() {
        return record.value().length;
    }

    /** Whether its deadline has passed. */
    boolean overdue(long now) {
        return now - deadline > 0;
    }

    /** True for the first caller only. */
    boolean settle() {
        return settled.compareAndSet(false, true);
    }

    boolean settled() {
        return settled.get();
    }
}
