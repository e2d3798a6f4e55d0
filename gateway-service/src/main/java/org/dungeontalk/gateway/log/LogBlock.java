package org.dungeontalk.gateway.log;

import java.util.List;
import org.dungeontalk.gateway.room.RoomKey;

/**
 * A stretch of a partition as it was read for those who catch up.
 *
 * @param from first offset the log still held of it
 * @param to the offset behind the last one read
 * @param whole whether nothing can come to it any more
 */
record LogBlock(long from, long to, boolean whole, List<LogRecord> messages) {

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
