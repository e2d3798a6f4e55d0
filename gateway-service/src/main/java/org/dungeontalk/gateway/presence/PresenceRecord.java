package org.dungeontalk.gateway.presence;

/** A record of the presence topic; docs/contract/README.md describes keys and values. */
sealed interface PresenceRecord {

    /** A gateway is alive, or has stopped if {@code gone}. */
    record HeartBeat(String gateway, boolean gone) implements PresenceRecord {}

    /** A player is in a room. */
    record Joined(Membership membership, PresentMember member) implements PresenceRecord {}

    /** A player has left a room. */
    record Left(Membership membership) implements PresenceRecord {}
}
