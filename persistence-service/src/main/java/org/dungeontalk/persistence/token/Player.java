package org.dungeontalk.persistence.token;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Who a token says it is.
 *
 * @param rooms the only rooms the player may enter; empty: the token names none and the service's
 *     policy decides
 * @param issued when the token was made; the epoch if it doesn't say
 */
public record Player(
        String id,
        String nickname,
        Optional<Set<String>> rooms,
        Set<String> roles,
        Instant issued) {

    /**
     * @param roomsOpen the policy for tokens that name no rooms
     */
    public boolean mayEnter(String roomId, boolean roomsOpen) {
        return rooms.map(names -> names.contains(roomId)).orElse(roomsOpen);
    }
}
