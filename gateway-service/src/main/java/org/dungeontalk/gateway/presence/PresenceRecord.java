package org.dungeontalk.gateway.presence;

/** What a record of the topic says. docs/contract/README.md has keys and values. */
sealed interface PresenceRecord {

    /** A gateway lives, or, {@code gone}, does so no longer. */
    record HeartBeat(String gateway, boolean gone) implements PresenceRecord {}

    /** A player is in a room. */
    record Joined(Membership membership, PresentMember member) implements PresenceRecord {}

    /** A player is in a room no longer. */
    record Left(Membership membership) implements PresenceRecord {}
}
