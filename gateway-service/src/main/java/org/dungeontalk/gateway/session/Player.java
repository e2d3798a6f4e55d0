package org.dungeontalk.gateway.session;

import java.time.Instant;
import java.util.Set;

/**
 * Who is on the other side, as the token says.
 *
 * @param rooms the rooms the player may enter; {@code null}: every room
 * @param expires when the session must end
 */
public record Player(
        String id, String nickname, Set<String> rooms, Set<Role> roles, Instant expires) {

    /** Whether the player may read and write in that room. */
    public boolean mayEnter(String roomId) {
        return rooms == null || rooms.contains(roomId);
    }

    /** Whether the player may lead an AI game: start turns, speak as AI or SYSTEM. */
    public boolean mayMaster() {
        return roles.contains(Role.GM) || roles.contains(Role.SERVICE);
    }
}
