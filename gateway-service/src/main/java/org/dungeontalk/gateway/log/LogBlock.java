package org.dungeontalk.gateway.log;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.dungeontalk.gateway.room.RoomKey;

/**
 * A block of a partition, read for clients that catch up.
 *
 * @param from the first offset that the log still holds of it
 * @param to the offset after the last one read
 * @param lost messages before this offset may be missing because they can't be read; {@code from}
 *     if nothing is lost
 * @param whole whether no more records can be added to it
 */
record LogBlock(long from, long to, long lost, boolean whole, List<LogRecord> messages) {

    /**
     * The ids of a block, compact enough to cache many blocks.
     *
     * @param hashes in ascending order
     * @param since the earliest timestamp of its records; {@link Long#MAX_VALUE} if there are none
     * @param beginning whether the log holds nothing before it
     */
    record Ids(long[] hashes, long since, boolean beginning) {
        boolean holds(RoomMessageId id) {
            return Arrays.binarySearch(hashes, id.hash()) >= 0;
        }
    }

    /** The ids of the messages of this block. */
    Ids ids(boolean beginning) {
        long[] hashes =
                messages.stream()
                        .map(RoomMessageId::of)
                        .filter(Objects::nonNull)
                        .mapToLong(RoomMessageId::hash)
                        .sorted()
                        .toArray();
        return new Ids(hashes, since(), beginning);
    }

    /** The earliest timestamp of its records; {@link Long#MAX_VALUE} if there are none. */
    long since() {
        return messages.stream().mapToLong(LogRecord::timestamp).min().orElse(Long.MAX_VALUE);
    }

    /** This block without messages whose id an earlier message has. */
    LogBlock firsts(Predicate<RoomMessageId> earlier) {
        Set<RoomMessageId> ids = new HashSet<>();
        return new LogBlock(
                from,
                to,
                lost,
                whole,
                messages.stream().filter(m -> first(m, ids, earlier)).toList());
    }

    private static boolean first(
            LogRecord message, Set<RoomMessageId> ids, Predicate<RoomMessageId> earlier) {
        RoomMessageId id = RoomMessageId.of(message);
        return id == null || ids.add(id) && !earlier.test(id);
    }

    /** The room's messages of this block from offset {@code next} on. */
    RoomSlice of(RoomKey room, long next, int maxBytes) {
        List<LogRecord> said = messages.stream().filter(m -> m.room().equals(room)).toList();
        RoomSlice slice = RoomSlice.of(said, next, to, maxBytes);
        return new RoomSlice(slice.messages(), slice.next(), false);
    }

    /** Approximate memory in bytes. */
    int bytes() {
        return messages.stream().mapToInt(m -> m.json().length + 400).sum() + 200;
    }
}
