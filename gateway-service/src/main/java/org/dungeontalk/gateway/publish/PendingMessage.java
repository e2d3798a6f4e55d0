package org.dungeontalk.gateway.publish;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A message in flight; the first caller of {@link #settle} tells the listener. Thread-safe. */
final class PendingMessage {
    private final int size;
    private final int partition;
    private final Consumer<PublishResult> listener;
    private final long deadline;
    private final AtomicBoolean settled = new AtomicBoolean();

    /**
     * @param size bytes of its body
     * @param partition of the log
     * @param deadline on the clock of {@link System#nanoTime}
     */
    PendingMessage(int size, int partition, Consumer<PublishResult> listener, long deadline) {
        this.size = size;
        this.partition = partition;
        this.listener = listener;
        this.deadline = deadline;
    }

    Consumer<PublishResult> listener() {
        return listener;
    }

    /** Bytes of its body. */
    int size() {
        return size;
    }

    /** Its partition of the log. */
    int partition() {
        return partition;
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
