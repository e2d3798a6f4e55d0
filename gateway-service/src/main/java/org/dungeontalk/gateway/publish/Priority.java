package org.dungeontalk.gateway.publish;

import java.util.Set;
import org.dungeontalk.gateway.identity.Role;

/** Whose messages are refused first when the way to the log fills up, in this order. */
public enum Priority {
    /** Players' chat. */
    PLAYER(0.80),
    /** Game masters and moderators. */
    MASTER(0.95),
    /** Services: the game's own messages, and AI game masters. */
    SERVICE(1.0);

    private final double share;

    Priority(double share) {
        this.share = share;
    }

    /** How much of the gateway's bounds may be taken before this rank is refused, 0 to 1. */
    public double share() {
        return share;
    }

    /** The highest rank that one of the roles gives. */
    public static Priority of(Set<Role> roles) {
        if (roles.contains(Role.SERVICE)) {
            return SERVICE;
        }
        return roles.contains(Role.GM) || roles.contains(Role.MODERATOR) ? MASTER : PLAYER;
    }
}
