package org.dungeontalk.gateway.presence;

import java.time.Duration;
import org.dungeontalk.gateway.config.PresenceSettings;

/**
 * Settings for plain tests: lists three members, tells a room every 500 ms, a large one every 1 s.
 */
record TestSettings(
        String topic,
        int roomCapacity,
        Duration reconnectGrace,
        int listedMembers,
        Duration interval,
        Duration largeRoomInterval,
        Duration heartBeat)
        implements PresenceSettings {

    static final TestSettings DEFAULT =
            new TestSettings(
                    "presence",
                    0,
                    Duration.ofSeconds(20),
                    3,
                    Duration.ofMillis(500),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5));
}
