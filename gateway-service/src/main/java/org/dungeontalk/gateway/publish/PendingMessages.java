package org.dungeontalk.gateway.publish;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Messages that Kafka has not confirmed yet, in the order they came. Thread-safe, never blocks. */
final class PendingMessages {
    private final ConcurrentLinkedQueue<PendingMessage> queue = new ConcurrentLinkedQueue<>();

    void add(PendingMessage pending) {
        queue.add(pending);
    }

    /**
     * Those whose time is over. Forgets them, and all that are settled, also behind one that waits
     * for a partition which is away.
     */
    List<PendingMessage> overdue(long now) {
        queue.removeIf(PendingMessage::settled);
        List<PendingMessage> overdue = queue.stream().takeWhile(p -> p.overdue(now)).toList();
        overdue.forEach(p -> queue.poll());
        return overdue;
    }

    /** How many are kept. */
    int size() {
        return queue.size();
    }
}
