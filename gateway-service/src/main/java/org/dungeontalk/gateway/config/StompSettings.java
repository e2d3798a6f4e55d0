package org.dungeontalk.gateway.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings under {@code dungeontalk.stomp}: how sessions behave. */
public interface StompSettings {
    /**
     * Heart-beat offered both ways. A client silent for 1.5 times the agreed interval is closed.
     */
    @WithDefault("30s")
    Duration heartBeat();

    /**
     * A client is pinged when nothing came from it or went to it for so long, and heard to be alive
     * by its pong. Shorter than a proxy's read time-out and than a hidden page's timers, both a
     * minute.
     */
    @WithDefault("25s")
    Duration ping();

    /** Time from the handshake to CONNECT; past it the connection is closed. */
    @WithDefault("10s")
    Duration connectTimeout();

    /** Largest STOMP frame in bytes; past it: ERROR and close. */
    @WithDefault("16384")
    int maxFrame();

    /** Largest WebSocket message out of fragments, in bytes; past it: close 1009. */
    @WithDefault("${quarkus.websockets-next.server.max-message-size:65536}")
    int maxMessage();
}
