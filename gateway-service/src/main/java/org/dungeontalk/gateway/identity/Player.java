package org.dungeontalk.gateway.identity;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * The bearer of a token.
 *
 * @param rooms the rooms the player may enter; {@code null}: every room
 * @param capacity how many players a room may hold, by room id; rooms not in it have the capacity
 *     of the gateway's settings
 * @param issued when the token was issued; the epoch if it doesn't say
 * @param expires when the session must end
 */
public record Player(
        String id,
        String nickname,
        Set<String> rooms,
        Set<Role> roles,
        Map<String, Integer> capacity,
        Instant issued,
        Instant expires) {

    /** Whether the player may read and write in the room. */
    public boolean mayEnter(String roomId) {
        return rooms == null || rooms.contains(roomId);
    }

    /** The same rights under another name. */
    public Player speakingAs(String otherId, String otherNickname) {
        return new Player(otherId, otherNickname, rooms, roles, capacity, issued, expires);
    }

    /** Whether the player may lead an AI game: start turns, speak as AI or SYSTEM. */
    public boolean mayMaster() {
        return roles.contains(Role.GM) || roles.contains(Role.SERVICE);
    }
}
