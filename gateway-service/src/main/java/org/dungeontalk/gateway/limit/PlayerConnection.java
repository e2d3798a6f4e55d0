package org.dungeontalk.gateway.limit;

/** A connection of a player, as one of those that it may have. May be asked on any thread. */
public interface PlayerConnection {

    /** When something came on it last, in milliseconds on a clock that never goes back. */
    long lastHeard();

    /** A newer connection of the player takes its place; it is to be closed. */
    void replace();
}
