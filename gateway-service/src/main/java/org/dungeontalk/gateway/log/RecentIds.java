package org.dungeontalk.gateway.log;

import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The ids of recently logged messages, and which record had each id first: only that record is
 * delivered.
 *
 * <p>Bounded in bytes. Past the bound the oldest ids are forgotten, and {@link #horizon} says up to
 * which time. Written by the log reader's thread, read by any.
 */
final class RecentIds {
    /** Memory of one id with its entries in map and queue, in bytes. */
    static final int BYTES = 160;

    private final long most;
    private final long keepMillis;
    private final ConcurrentHashMap<RoomMessageId, FirstRecord> known = new ConcurrentHashMap<>();
    private final PriorityQueue<FirstRecord> oldestFirst = new PriorityQueue<>();
    private final LongAdder forgottenEarly = new LongAdder();
    private volatile long horizon = Long.MIN_VALUE;

    /**
     * The first record with an id.
     *
     * @param since the time of the id, or when it was read if that is later; capped, so that an id
     *     from the far future is not kept for long
     * @param from a hash of the sender's id
     * @param content the hash of its body, see {@link BodyHash#of}
     */
    record FirstRecord(
            RoomMessageId id, long since, int partition, long offset, long from, long content)
            implements Comparable<FirstRecord> {
        @Override
        public int compareTo(FirstRecord other) {
            return Long.compare(since, other.since);
        }
    }

    /**
     * @param maxBytes memory of all ids together
     * @param keepMillis how long an id is kept after its own time and after it was read
     */
    RecentIds(long maxBytes, long keepMillis) {
        this.most = maxBytes / BYTES;
        this.keepMillis = keepMillis;
    }

    /**
     * Remembers the record's id. Called on the log reader's thread only.
     *
     * @param now milliseconds since 1970
     * @return true if it is the first record with its id, or has none
     */
    boolean first(LogRecord record, long now) {
        RoomMessageId id = RoomMessageId.of(record);
        if (id == null) {
            return true;
        }
        FirstRecord before = known.get(id);
        if (before != null) {
            return before.partition() == record.partition() && before.offset() == record.offset();
        }
        add(
                new FirstRecord(
                        id,
                        Math.min(Math.max(id.time(), now), now + keepMillis),
                        record.partition(),
                        record.offset(),
                        record.from() == null ? 0 : BodyHash.hash(record.from()),
                        BodyHash.of(record.json())));
        forget(now);
        return true;
    }

    /** The first record with the id; empty if none is known. */
    Optional<FirstRecord> find(RoomMessageId id) {
        return Optional.ofNullable(known.get(id));
    }

    /**
     * Ids up to this time, in milliseconds since 1970, may have been forgotten for lack of memory.
     * It changes before an id is forgotten.
     */
    long horizon() {
        return horizon;
    }

    /** Memory in use, in bytes. */
    long bytes() {
        return (long) known.size() * BYTES;
    }

    /** Ids forgotten early, for lack of memory. */
    long forgottenEarly() {
        return forgottenEarly.sum();
    }

    /**
     * The partition is no longer read, or starts elsewhere. Called on the log reader's thread only.
     */
    void forget(int partition) {
        known.values().removeIf(first -> first.partition() == partition);
        oldestFirst.removeIf(first -> first.partition() == partition);
    }

    private void add(FirstRecord first) {
        known.put(first.id(), first);
        oldestFirst.add(first);
    }

    private void forget(long now) {
        while (oldestFirst.size() > most) {
            FirstRecord oldest = oldestFirst.poll();
            horizon = Math.max(horizon, Math.min(oldest.id().time(), oldest.since()));
            known.remove(oldest.id());
            forgottenEarly.increment();
        }
        while (!oldestFirst.isEmpty() && now - oldestFirst.peek().since() > keepMillis) {
            known.remove(oldestFirst.poll().id());
        }
    }
}
