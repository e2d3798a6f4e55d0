package org.dungeontalk.gateway.limit;

/** A connection of a player, as seen by the limit on their number. Any thread. */
public interface PlayerConnection {

    /** Time of the last frame received, in milliseconds of a monotonic clock. */
    long lastHeard();

    /** Closes this connection, because a newer one of the player replaces it. */
    void replace();
}
