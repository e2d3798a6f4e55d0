package org.dungeontalk.analytics.token;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.dungeontalk.analytics.architecture.FrameworkFree;

/**
 * The caller, by the token's claims.
 *
 * @param rooms the rooms the player may enter; empty: the token doesn't say
 * @param issued when the token was issued; the epoch if it doesn't say
 * @param expires when the token expires
 */
@FrameworkFree
public record Caller(
        String playerId,
        Set<String> roles,
        Optional<Set<String>> rooms,
        Instant issued,
        Instant expires) {

    /** The caller with open access and no token. */
    public static final Caller LOCAL =
            new Caller("local", Set.of("moderator"), Optional.empty(), Instant.now(), Instant.MAX);

    private static final Set<String> OPERATORS = Set.of("operator", "moderator");

    /** Makes the sets unmodifiable. */
    public Caller {
        roles = Set.copyOf(roles);
        rooms = rooms.map(Set::copyOf);
    }

    /** Whether the caller may see all rooms. */
    public boolean isOperator() {
        return roles.stream().anyMatch(OPERATORS::contains);
    }

    /** Whether the caller may mute players. */
    public boolean isModerator() {
        return roles.contains("moderator");
    }

    /**
     * Whether the caller may enter this room.
     *
     * @param roomsOpen the result for a token without rooms
     */
    public boolean mayRead(String room, boolean roomsOpen) {
        return rooms.map(allowed -> allowed.contains(room)).orElse(roomsOpen);
    }
}
