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
    private final Deque<LogRecord> all = new ArrayDeque<>();
    private final Map<RoomKey, Deque<LogRecord>> byRoom = new HashMap<>();
    private long from;
    private long end;

    /**
     * @param start the first offset that will be read
     */
    PartitionTail(long start) {
        this.from = start;
        this.end = start;
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
    synchronized void append(List<LogRecord> messages, long newEnd) {
        for (LogRecord message : messages) {
            all.add(message);
            byRoom.computeIfAbsent(message.room(), r -> new ArrayDeque<>()).add(message);
        }
        end = newEnd;
    }

    /** Forgets the oldest message; there is one. */
    synchronized void forgetOldest() {
        LogRecord oldest = all.remove();
        Deque<LogRecord> room = byRoom.get(oldest.room());
        room.remove();
        if (room.isEmpty()) {
            byRoom.remove(oldest.room());
        }
        from = oldest.offset() + 1;
    }
}
