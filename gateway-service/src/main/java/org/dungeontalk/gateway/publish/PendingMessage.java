package org.dungeontalk.gateway.publish;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.dungeontalk.gateway.log.Outcome;

/** A message on its way into the log; whoever settles it first tells its outcome. Thread-safe. */
final class PendingMessage {
    private final ProducerRecord<String, byte[]> record;
    private final Outcome outcome;
    private final long deadline;
    private final AtomicBoolean settled = new AtomicBoolean();

    /**
     * @param deadline on {@link System#nanoTime}'s clock
     */
    PendingMessage(ProducerRecord<String, byte[]> record, Outcome outcome, long deadline) {
        this.record = record;
        this.outcome = outcome;
        this.deadline = deadline;
    }

    ProducerRecord<String, byte[]> record() {
        return record;
    }

    Outcome outcome() {
        return outcome;
    }

    int size() {
        return record.value().length;
    }

    /** Whether its time is over. */
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
