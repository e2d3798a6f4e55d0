package org.dungeontalk.gateway.log;

import org.dungeontalk.gateway.room.RoomKey;

/**
 * A message as the log holds it, on its way to the members of its room.
 *
 * @param timestamp when a gateway received it from its sender, in milliseconds since 1970
 * @param from the sender's player id
 * @param to the receiver of a whisper, otherwise {@code null}
 * @param id the message's id in lower case; {@code null} if it has none. If several records of a
 *     room have the same id, the first counts
 * @param traceparent the W3C trace context; {@code null} if the message is not traced or tracing is
 *     off
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
    /** Whether the player may see it. */
    public boolean visibleTo(String playerId) {
        return to == null || to.equals(playerId) || playerId.equals(from);
    }
}
