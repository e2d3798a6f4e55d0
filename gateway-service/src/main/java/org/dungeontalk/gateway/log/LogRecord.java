package org.dungeontalk.gateway.log;

import org.dungeontalk.gateway.room.RoomKey;

/**
 * One message as the log holds it, on its way to the members of its room.
 *
 * @param timestamp when a gateway took it from its sender, in milliseconds since 1970
 * @param from the sender's player id
 * @param to the receiver of a whisper, else {@code null}
 * @param id the message's id, lower case; {@code null} if it has none. Of several records of a room
 *     with one id the first counts
 * @param traceparent the trace that it is part of, as W3C writes it; {@code null} if it is not
 *     traced, or nothing is
 * @param json the body, never parsed here; the array is shared and must not be changed
 */
public record LogRecord(
        int partition,
        long offset,
        long timestamp,
        RoomKey room,
        String from,
        String to,
        String id,
        String traceparent,
        byte[] json) {
    /** Whether that player may see it. */
    public boolean visibleTo(String playerId) {
        return to == null || to.equals(playerId) || playerId.equals(from);
    }
}
