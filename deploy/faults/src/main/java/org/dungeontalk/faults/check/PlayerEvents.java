package org.dungeontalk.faults.check;

/**
 * The events of one player's device in a room.
 *
 * @param home whether its gateway is in the region that is judged. The others only send
 */
record PlayerEvents(PlayerHistory player, boolean home, Events.View events) {

    String name() {
        return player.name();
    }
}
