package org.dungeontalk.gateway.log;

import java.util.ArrayList;
import java.util.List;

/**
 * A run of one room's messages, in order.
 *
 * @param next the offset to go on from
 * @param present whether nothing is missing between {@code next} and what is read next from the log
 */
public record RoomSlice(List<LogRecord> messages, long next, boolean present) {

    /**
     * Takes the messages from {@code from} on out of those of a room up to {@code end}. Who is
     * ahead of them gets nothing and goes on where he is.
     *
     * @param maxBytes after so many bytes of bodies the run ends early
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
