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
 * The newest messages of one partition, in memory, so that a wave of reconnects asks neither Kafka
 * nor the database. For more rooms it remembers only the offset of their newest message: a client
 * that comes back to a quiet room has missed nothing, and no messages are scanned. Written by the
 * log reader's thread before it delivers, read by event loops. Thread-safe.
 */
public final class PartitionTail {
    /** Rooms whose newest offset is remembered although the message is no longer kept. */
    private static final int MOST_ROOMS = 2_000;

    private final Deque<LogRecord> all = new ArrayDeque<>();
    private final Map<RoomKey, Deque<LogRecord>> byRoom = new HashMap<>();
    private final Map<RoomKey, Long> newest = new LinkedHashMap<>();
    private final PriorityQueue<ReadWaiter> waiters = new PriorityQueue<>();
    private long from;
    private long newestFrom;
    private long end;

    /** Completes once the offset has been read. */
    private record ReadWaiter(long offset, CompletableFuture<Void> read)
            implements Comparable<ReadWaiter> {
        @Override
        public int compareTo(ReadWaiter other) {
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

    /** The offset read next: a member who joins now gets everything from here on live. */
    public synchronized long end() {
        return end;
    }

    /**
     * Completes on the log reader's thread once the offset has been read; fails if the partition is
     * no longer read.
     */
    CompletableFuture<Void> read(long offset) {
        CompletableFuture<Void> read = new CompletableFuture<>();
        synchronized (this) {
            while (!waiters.isEmpty() && waiters.peek().read().isDone()) {
                waiters.poll();
            }
            if (offset >= end) {
                waiters.add(new ReadWaiter(offset, read));
                return read;
            }
        }
        read.complete(null);
        return read;
    }

    /** The partition is no longer read. */
    void close() {
        reached(Long.MAX_VALUE)
                .forEach(
                        waiter ->
                                waiter.read()
                                        .completeExceptionally(
                                                new IllegalStateException(
                                                        "the partition is no longer read")));
    }

    /**
     * The room's messages from the offset on.
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

    /** Adds messages; {@code newEnd} is the offset read next. */
    void append(List<LogRecord> messages, long newEnd) {
        synchronized (this) {
            for (LogRecord message : messages) {
                all.add(message);
                remember(message);
                byRoom.computeIfAbsent(message.room(), r -> new ArrayDeque<>()).add(message);
            }
            end = newEnd;
        }
        reached(newEnd).forEach(waiter -> waiter.read().complete(null));
    }

    /** Whether the room is known to have no message from the offset on. */
    private boolean silent(RoomKey room, long next) {
        return next >= newestFrom && newest.getOrDefault(room, -1L) < next;
    }

    /** Forgets the room that was silent longest: messages up to its newest one are then unknown. */
    private void remember(LogRecord message) {
        newest.remove(message.room());
        newest.put(message.room(), message.offset());
        if (newest.size() > MOST_ROOMS) {
            Iterator<Long> silentLongest = newest.values().iterator();
            newestFrom = silentLongest.next() + 1;
            silentLongest.remove();
        }
    }

    private synchronized List<ReadWaiter> reached(long newEnd) {
        List<ReadWaiter> reached = new ArrayList<>(0);
        while (!waiters.isEmpty() && waiters.peek().offset() < newEnd) {
            reached.add(waiters.poll());
        }
        return reached;
    }

    /** Forgets the oldest message; there must be one. */
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
