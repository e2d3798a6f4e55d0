package org.dungeontalk.persistence.token;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The player, by the claims of a token.
 *
 * @param rooms the only rooms that the player may read; empty if the token has no such claim: then
 *     a setting decides
 * @param issued when the token was issued; the epoch if it doesn't say
 */
public record Player(
        String id,
        String nickname,
        Optional<Set<String>> rooms,
        Set<String> roles,
        Instant issued) {

    /**
     * @param roomsOpen whether a token without rooms may read every room
     */
    public boolean mayEnter(String roomId, boolean roomsOpen) {
        return rooms.map(names -> names.contains(roomId)).orElse(roomsOpen);
    }
}
