package org.dungeontalk.analytics.session;

import org.dungeontalk.analytics.message.GameMessage;

/**
 * Names stays: kind, room and player in one text. Who writes again is named from memory, without
 * joining and hashing the text anew. The memory is bounded and changes no name. Not thread-safe.
 */
final class StayKeys {

    private static final int PLACES = 1 << 10;

    private final GameMessage[] newest = new GameMessage[PLACES];
    private final String[] keys = new String[PLACES];

    /** The stay that this message belongs to. */
    String of(GameMessage message) {
        int hash = 31 * message.roomId().hashCode() + message.playerId().hashCode();
        int place = (hash ^ hash >>> 10 ^ hash >>> 20) & PLACES - 1;
        if (!isSame(newest[place], message)) {
            newest[place] = message;
            keys[place] =
                    message.kind().word() + ' ' + message.roomId() + '\n' + message.playerId();
        }
        return keys[place];
    }

    private static boolean isSame(GameMessage known, GameMessage message) {
        return known != null
                && known.kind() == message.kind()
                && known.playerId().equals(message.playerId())
                && known.roomId().equals(message.roomId());
    }
}
