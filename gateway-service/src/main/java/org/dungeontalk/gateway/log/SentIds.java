package org.dungeontalk.gateway.log;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.dungeontalk.gateway.room.RoomKey;

/**
 * The ids that senders chose lately in one partition, and which record had each first: a retry that
 * was logged again is known by it and reaches nobody twice.
 *
 * <p>Written by the log's thread, read by any.
 */
final class SentIds {
    private record Seen(SentId id, long since) {}

    private final int most;
    private final long maxAgeMillis;
    private final ConcurrentHashMap<SentId, LogRecord> first = new ConcurrentHashMap<>();
    private final ArrayDeque<Seen> oldestFirst = new ArrayDeque<>();

    /**
     * @param most ids kept; past it the oldest is forgotten
     * @param maxAgeMillis how long an id is known at least, unless there are too many
     */
    SentIds(int most, long maxAgeMillis) {
        this.most = most;
        this.maxAgeMillis = maxAgeMillis;
    }

    /**
     * Takes note of a record; true if it is the first with its id, or has none. The log's thread
     * only.
     */
    boolean first(LogRecord record, long now) {
        forget(now);
        SentId id = SentId.of(record);
        if (id == null) {
            return true;
        }
        LogRecord before = first.putIfAbsent(id, record.withoutBody());
        if (before != null) {
            return before.offset() == record.offset();
        }
        oldestFirst.add(new Seen(id, now));
        return true;
    }

    /** The record that had that id first in the room; empty if none is known. */
    Optional<LogRecord> find(RoomKey room, String id) {
        return Optional.ofNullable(first.get(new SentId(room, id)));
    }

    private void forget(long now) {
        while (!oldestFirst.isEmpty()
                && (oldestFirst.size() > most || now - oldestFirst.peek().since() > maxAgeMillis)) {
            first.remove(oldestFirst.poll().id());
        }
    }
}
