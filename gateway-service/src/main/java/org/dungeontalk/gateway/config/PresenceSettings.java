package org.dungeontalk.gateway.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings under {@code dungeontalk.presence}: who is in a room. */
public interface PresenceSettings {
    /** The compacted topic that gateways share; it has one partition. */
    @WithDefault("presence")
    String topic();

    /** Capacity of a room in players, if no token has one; past it: ROOM_FULL. 0: any number. */
    @WithDefault("0")
    int roomCapacity();

    /**
     * How long a player whose connection was lost stays a member. A player who is back in time
     * never left. At most 100,000 wait; past that, players leave at once.
     */
    @WithDefault("10s")
    Duration reconnectGrace();

    /** Members listed by name; larger rooms get only the count. */
    @WithDefault("100")
    int listedMembers();

    /** Shortest time between two presence frames of a room. */
    @WithDefault("500ms")
    Duration interval();

    /** The same for rooms that get only the count. */
    @WithDefault("1s")
    Duration largeRoomInterval();

    /** Interval of this gateway's heart-beats. A gateway that misses four is considered dead. */
    @WithDefault("5s")
    Duration heartBeat();
}
