package org.dungeontalk.gateway.log;

import org.dungeontalk.gateway.room.RoomKey;

/**
 * One message as the log holds it, on its way to the members of its room.
 *
 * @param timestamp when a gateway took it from its sender, in milliseconds since 1970
 * @param from the sender's player id
 * @param to the receiver of a whisper, else {@code null}
 * @param id the id that the sender chose, so that it may come again; {@code null} if the gateway
 *     made it
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
    private static final byte[] NO_BODY = {};

    /** The same, for those who only ask whether and from whom it came. */
    LogRecord withoutBody() {
        return new LogRecord(partition, offset, timestamp, room, from, to, id, null, NO_BODY);
    }

    /** Whether that player may see it. */
    public boolean visibleTo(String playerId) {
        return to == null || to.equals(playerId) || playerId.equals(from);
    }
}
