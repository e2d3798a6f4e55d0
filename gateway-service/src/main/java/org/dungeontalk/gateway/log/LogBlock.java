package org.dungeontalk.gateway.log;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dungeontalk.gateway.room.RoomKey;

/**
 * A stretch of a partition as it was read for those who catch up.
 *
 * @param from first offset the log still held of it
 * @param to the offset behind the last one read
 * @param ids those that senders chose
 * @param whole whether nothing can come to it any more
 */
record LogBlock(long from, long to, boolean whole, List<LogRecord> messages, Set<SentId> ids) {

    /** A block out of what was read; of a message that was logged twice it keeps the first. */
    static LogBlock of(long from, long to, boolean whole, List<LogRecord> read) {
        Set<SentId> ids = new HashSet<>();
        List<LogRecord> messages =
                read.stream().filter(m -> m.id() == null || ids.add(SentId.of(m))).toList();
        return new LogBlock(from, to, whole, messages, ids);
    }

    /** This block without retries of messages that were logged before it. */
    LogBlock without(Set<SentId> earlier) {
        return new LogBlock(
                from,
                to,
                whole,
                messages.stream().filter(m -> !earlier.contains(SentId.of(m))).toList(),
                ids);
    }

    /** The room's messages of this block from {@code next} on. */
    Stretch of(RoomKey room, long next, int maxBytes) {
        Stretch stretch = Stretch.of(messages, room, next, to, maxBytes);
        return new Stretch(stretch.messages(), stretch.next(), false);
    }

    /** About how much memory it takes. */
    int bytes() {
        return messages.stream().mapToInt(m -> m.json().length + 200).sum() + 200;
    }
}
