package org.dungeontalk.gateway.log;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that all tails of this gateway share. Thread-safe.
 *
 * @param maxBytes bodies of all tails together; past it the tail that grows forgets its oldest
 * @param maxAgeMillis older messages are forgotten
 */
record TailBudget(long maxBytes, long maxAgeMillis, AtomicLong used) {
    /** What a message costs beside its body, in bytes. */
    private static final int OVERHEAD = 200;

    TailBudget(long maxBytes, long maxAgeMillis) {
        this(maxBytes, maxAgeMillis, new AtomicLong());
    }

    void take(LogRecord message) {
        used.addAndGet(message.json().length + OVERHEAD);
    }

    void give(LogRecord message) {
        used.addAndGet(-message.json().length - OVERHEAD);
    }

    boolean exceeded() {
        return used.get() > maxBytes;
    }
}
