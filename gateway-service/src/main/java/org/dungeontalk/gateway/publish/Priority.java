package org.dungeontalk.gateway.publish;

import java.util.Set;
import org.dungeontalk.gateway.identity.Role;

/**
 * The order in which messages are refused when too many are in flight; the first priority is
 * refused first.
 */
public enum Priority {
    /** Chat messages of players. */
    PLAYER(0.80),
    /** Messages of game masters and moderators. */
    MASTER(0.95),
    /** Messages of services: the game's own and those of AI game masters. */
    SERVICE(1.0);

    private final double share;

    Priority(double share) {
        this.share = share;
    }

    /** The share of the gateway's bounds, 0 to 1, from which on this priority is refused. */
    public double share() {
        return share;
    }

    /** The highest priority among the roles. */
    public static Priority of(Set<Role> roles) {
        if (roles.contains(Role.SERVICE)) {
            return SERVICE;
        }
        return roles.contains(Role.GM) || roles.contains(Role.MODERATOR) ? MASTER : PLAYER;
    }
}
