package org.dungeontalk.gateway.log;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The memory shared by all tails of this gateway. Past its bound the oldest message of all is
 * forgotten, so a busy partition does not evict the newest messages of a quiet one.
 *
 * <p>Used by the log reader's thread alone; any thread may call {@link #bytes}.
 */
final class TailMemory {
    /** Memory of a message beside its body, in bytes. */
    private static final int OVERHEAD = 200;

    private record TailMessage(PartitionTail tail, LogRecord message, long since) {}

    private final long maxBytes;
    private final long maxAgeMillis;
    private final Deque<TailMessage> oldestFirst = new ArrayDeque<>();
    private volatile long bytes;

    /**
     * @param maxBytes bodies of all tails together, plus 200 bytes for each message
     * @param maxAgeMillis older messages are forgotten at the next call of {@link #keep}
     */
    TailMemory(long maxBytes, long maxAgeMillis) {
        this.maxBytes = maxBytes;
        this.maxAgeMillis = maxAgeMillis;
    }

    /** Bytes in use. */
    long bytes() {
        return bytes;
    }

    /** Adds the messages of a partition, and forgets those past the bounds. */
    void keep(PartitionTail tail, List<LogRecord> messages, long end, long now) {
        tail.append(messages, end);
        long used = bytes;
        for (LogRecord message : messages) {
            oldestFirst.add(new TailMessage(tail, message, now));
            used += size(message);
        }
        while (!oldestFirst.isEmpty() && (used > maxBytes || tooOld(oldestFirst.peek(), now))) {
            TailMessage oldest = oldestFirst.poll();
            oldest.tail().forgetOldest();
            used -= size(oldest.message());
        }
        bytes = used;
    }

    /** The partition is no longer read: frees its memory. */
    void drop(PartitionTail tail) {
        tail.close();
        oldestFirst.removeIf(k -> k.tail() == tail);
        bytes = oldestFirst.stream().mapToLong(k -> size(k.message())).sum();
    }

    private boolean tooOld(TailMessage kept, long now) {
        return now - kept.since() > maxAgeMillis;
    }

    private static int size(LogRecord message) {
        return message.json().length + OVERHEAD;
    }
}
