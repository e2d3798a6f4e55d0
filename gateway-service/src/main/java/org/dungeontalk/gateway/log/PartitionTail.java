package org.dungeontalk.gateway.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import org.dungeontalk.gateway.room.RoomKey;

/**
 * The newest messages of one partition, kept in memory so that a wave of reconnects asks neither
 * Kafka nor the database. Of more rooms it knows where they spoke last, so whoever comes back to a
 * quiet one misses nothing and nothing is looked through. Written by the log's thread before it
 * delivers, read by event loops. Thread-safe.
 */
public final class PartitionTail {
    /** Rooms whose newest message's place is known though the message is no longer kept. */
    private static final int MOST_ROOMS = 2_000;

    private final Deque<LogRecord> all = new ArrayDeque<>();
    private final Map<RoomKey, Deque<LogRecord>> byRoom = new HashMap<>();
    private final Map<RoomKey, Long> newest = new LinkedHashMap<>();
    private final PriorityQueue<Mark> marks = new PriorityQueue<>();
    private long from;
    private long newestFrom;
    private long end;

    /** Somebody waits until that offset was read. */
    private record Mark(long offset, CompletableFuture<Void> read) implements Comparable<Mark> {
        @Override
        public int compareTo(Mark other) {
            return Long.compare(offset, other.offset);
        }
    }

    /**
     * @param start the first offset that will be read
     */
    PartitionTail(long start) {
        this.from = start;
        this.newestFrom = start;
        this.end = start;
    }

    /** The offset read next: whoever joins now gets everything from here on live. */
    public synchronized long end() {
        return end;
    }

    /**
     * Completes when that offset was read, on the log's thread; fails if the partition is read no
     * longer.
     */
    CompletableFuture<Void> read(long offset) {
        CompletableFuture<Void> read = new CompletableFuture<>();
        synchronized (this) {
            while (!marks.isEmpty() && marks.peek().read().isDone()) {
                marks.poll();
            }
            if (offset >= end) {
                marks.add(new Mark(offset, read));
                return read;
            }
        }
        read.complete(null);
        return read;
    }

    /** The partition is read no longer. */
    void close() {
        reached(Long.MAX_VALUE)
                .forEach(
                        mark ->
                                mark.read()
                                        .completeExceptionally(
                                                new IllegalStateException("read no longer")));
    }

    /**
     * The room's messages from that offset on.
     *
     * @return empty if some of them are no longer kept
     */
    public synchronized Optional<RoomSlice> after(RoomKey room, long next, int maxBytes) {
        if (next < from) {
            return silent(room, next)
                    ? Optional.of(new RoomSlice(List.of(), Math.max(next, end), true))
                    : Optional.empty();
        }
        Deque<LogRecord> kept = byRoom.get(room);
        return Optional.of(
                kept == null
                        ? new RoomSlice(List.of(), Math.max(next, end), true)
                        : RoomSlice.of(kept, next, end, maxBytes));
    }

    /** Adds what was read; {@code newEnd} is the offset read next. */
    void append(List<LogRecord> messages, long newEnd) {
        synchronized (this) {
            for (LogRecord message : messages) {
                all.add(message);
                remember(message);
                byRoom.computeIfAbsent(message.room(), r -> new ArrayDeque<>()).add(message);
            }
            end = newEnd;
        }
        reached(newEnd).forEach(mark -> mark.read().complete(null));
    }

    /** Whether nothing was said in the room from that offset on, as far as is known. */
    private boolean silent(RoomKey room, long next) {
        return next >= newestFrom && newest.getOrDefault(room, -1L) < next;
    }

    /** The room that was silent longest is forgotten: it may have spoken where it was known. */
    private void remember(LogRecord message) {
        newest.remove(message.room());
        newest.put(message.room(), message.offset());
        if (newest.size() > MOST_ROOMS) {
            Iterator<Long> silentLongest = newest.values().iterator();
            newestFrom = silentLongest.next() + 1;
            silentLongest.remove();
        }
    }

    private synchronized List<Mark> reached(long newEnd) {
        List<Mark> reached = new ArrayList<>(0);
        while (!marks.isEmpty() && marks.peek().offset() < newEnd) {
            reached.add(marks.poll());
        }
        return reached;
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
