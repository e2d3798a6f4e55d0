package org.dungeontalk.faults.check;

/** Where a player read a message. */
public enum Source {
    /** On the subscription, as it was sent. */
    LIVE,
    /** On the subscription, which caught up with what the player had missed. */
    RESUME,
    /** In persistence-service's history of the room. */
    HISTORY
}
