package org.dungeontalk.analytics.activity;

import org.dungeontalk.analytics.architecture.FrameworkFree;
import org.dungeontalk.analytics.message.GameMessage;
import org.dungeontalk.analytics.message.Kind;

/**
 * The key of a count: a minute, a room and a player. A room lies in one partition, so only one
 * instance at a time writes a cell.
 *
 * @param minute its beginning, in milliseconds since 1970
 */
@FrameworkFree
public record ActivityKey(long minute, Kind kind, String roomId, String playerId) {

    /** Milliseconds of a minute. */
    public static final long MINUTE = 60_000;

    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    /** The cell that counts this message, by its event time. */
    public static ActivityKey of(GameMessage message) {
        return new ActivityKey(
                Math.floorDiv(message.at(), MINUTE) * MINUTE,
                message.kind(),
                message.roomId(),
                message.playerId());
    }

    /** Spreads consecutive minutes, rooms and players, which would otherwise collide. */
    @Override
    public int hashCode() {
        long mixed = minute / MINUTE * 31 + roomId.hashCode();
        mixed = (mixed * SPREAD + playerId.hashCode()) * SPREAD;
        return (int) (mixed >>> 32);
    }
}
