package org.dungeontalk.gateway.log;

import org.dungeontalk.gateway.room.RoomKey;

/**
 * One message as the log holds it, on its way to the members of its room.
 *
 * @param from the sender's player id
 * @param to the receiver of a whisper, else {@code null}
 * @param json the body, never parsed here; the array is shared and must not be changed
 */
public record LogRecord(
        int partition, long offset, RoomKey room, String from, String to, byte[] json) {

    /** Whether that player may see it. */
    public boolean visibleTo(String playerId) {
        return to == null || to.equals(playerId) || playerId.equals(from);
    }
}
