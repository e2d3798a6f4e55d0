package org.dungeontalk.gateway.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings under {@code dungeontalk.presence}: who is where, told to the members of each room. */
public interface PresenceSettings {
    /** The compacted topic by which gateways tell each other; it has one partition. */
    @WithDefault("presence")
    String topic();

    /**
     * Players of a room when no token says it; past it a new one is refused with ROOM_FULL. 0: any
     * number.
     */
    @WithDefault("0")
    int roomCapacity();

    /**
     * A player whose connection is lost stays a member for so long, in its seat: who is back by
     * then was never gone. At most 100,000 wait; the others leave at once.
     */
    @WithDefault("10s")
    Duration reconnectGrace();

    /** Members listed by name; a room with more is told the count only. */
    @WithDefault("100")
    int listedMembers();

    /** Shortest time between two presence frames of a room. */
    @WithDefault("500ms")
    Duration interval();

    /** The same for a room that is told the count only. */
    @WithDefault("1s")
    Duration largeRoomInterval();

    /**
     * How often this gateway says that it lives. One that misses four of them is taken for dead.
     */
    @WithDefault("5s")
    Duration heartBeat();
}
