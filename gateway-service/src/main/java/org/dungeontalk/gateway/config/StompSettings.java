package org.dungeontalk.gateway.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings under {@code dungeontalk.stomp}: how sessions behave. */
public interface StompSettings {
    /**
     * Heart-beat offered in both directions. A client silent for 1.5 times the agreed interval is
     * closed.
     */
    @WithDefault("30s")
    Duration heartBeat();

    /**
     * A client is pinged when nothing was received from it or sent to it for this long; its pong
     * shows that it is alive. Must be below a proxy's read timeout and a hidden page's timers, both
     * a minute.
     */
    @WithDefault("25s")
    Duration ping();

    /** Time from the handshake to CONNECT; past it the connection is closed. */
    @WithDefault("10s")
    Duration connectTimeout();

    /** Largest STOMP frame in bytes; past it: ERROR and close. */
    @WithDefault("16384")
    int maxFrame();

    /** Largest WebSocket message made of fragments, in bytes; past it: close 1009. */
    @WithDefault("${quarkus.websockets-next.server.max-message-size:65536}")
    int maxMessage();
}
