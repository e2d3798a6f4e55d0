package org.dungeontalk.gateway.publish;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Messages not yet confirmed by Kafka, in order of arrival. Thread-safe, never blocks. */
final class PendingMessages {
    private final ConcurrentLinkedQueue<PendingMessage> queue = new ConcurrentLinkedQueue<>();

    void add(PendingMessage pending) {
        queue.add(pending);
    }

    /**
     * Removes and returns the overdue messages. Also removes all settled ones, even behind a
     * message whose partition is unavailable.
     */
    List<PendingMessage> overdue(long now) {
        queue.removeIf(PendingMessage::settled);
        List<PendingMessage> overdue = queue.stream().takeWhile(p -> p.overdue(now)).toList();
        overdue.forEach(p -> queue.poll());
        return overdue;
    }

    /** Number of messages kept. */
    int size() {
        return queue.size();
    }
}
