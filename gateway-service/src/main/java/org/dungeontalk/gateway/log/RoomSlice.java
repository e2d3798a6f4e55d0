package org.dungeontalk.gateway.log;

import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive messages of one room, in order.
 *
 * @param next the offset to continue from
 * @param present whether nothing is missing between {@code next} and the offset that is read next
 *     from the log
 */
public record RoomSlice(List<LogRecord> messages, long next, boolean present) {

    /**
     * The messages of a room from {@code from} on, up to {@code end}. If {@code from} is past
     * {@code end}, the slice is empty and continues at {@code from}.
     *
     * @param maxBytes the slice ends after this many bytes of bodies
     */
    static RoomSlice of(Iterable<LogRecord> messages, long from, long end, int maxBytes) {
        List<LogRecord> run = new ArrayList<>();
        int bytes = 0;
        for (LogRecord message : messages) {
            if (message.offset() < from) {
                continue;
            }
            if (bytes > maxBytes) {
                return new RoomSlice(run, message.offset(), false);
            }
            run.add(message);
            bytes += message.json().length;
        }
        return new RoomSlice(run, Math.max(from, end), true);
    }
}
