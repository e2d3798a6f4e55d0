package org.dungeontalk.gateway.log;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dungeontalk.gateway.room.RoomKey;

/**
 * The newest messages of one partition, kept in memory so that a wave of reconnects asks neither
 * Kafka nor the database. Written by the log's thread before it delivers, read by event loops.
 * Thread-safe.
 */
public final class PartitionTail {
    private record Kept(LogRecord message, long since) {}

    private final TailBudget budget;
    private final Deque<Kept> all = new ArrayDeque<>();
    private final Map<RoomKey, Deque<LogRecord>> byRoom = new HashMap<>();
    private long from;
    private long end;

    /**
     * @param start the first offset that will be read
     */
    PartitionTail(long start, TailBudget budget) {
        this.from = start;
        this.end = start;
        this.budget = budget;
    }

    /** The offset read next: whoever joins now gets everything from here on live. */
    public synchronized long end() {
        return end;
    }

    /**
     * The room's messages from that offset on.
     *
     * @return empty if some of them are no longer kept
     */
    public synchronized Optional<Stretch> after(RoomKey room, long next, int maxBytes) {
        if (next < from) {
            return Optional.empty();
        }
        Deque<LogRecord> kept = byRoom.get(room);
        return Optional.of(
                kept == null
                        ? new Stretch(List.of(), Math.max(next, end), true)
                        : Stretch.of(kept, room, next, end, maxBytes));
    }

    /** Adds what was read; {@code newEnd} is the offset read next. */
    synchronized void append(List<LogRecord> messages, long newEnd, long now) {
        for (LogRecord message : messages) {
            all.add(new Kept(message, now));
            byRoom.computeIfAbsent(message.room(), r -> new ArrayDeque<>()).add(message);
            budget.take(message);
        }
        end = newEnd;
        forget(now);
    }

    /** Gives all memory back. */
    synchronized void clear() {
        while (!all.isEmpty()) {
            forgetOldest();
        }
        from = end;
    }

    /** Forgets what is too old, and the oldest while the budget is exceeded. */
    synchronized void forget(long now) {
        while (!all.isEmpty()
                && (budget.exceeded() || now - all.peek().since() > budget.maxAgeMillis())) {
            forgetOldest();
        }
    }

    private void forgetOldest() {
        LogRecord oldest = all.poll().message();
        budget.give(oldest);
        Deque<LogRecord> room = byRoom.get(oldest.room());
        room.poll();
        if (room.isEmpty()) {
            byRoom.remove(oldest.room());
        }
        from = oldest.offset() + 1;
    }
}
