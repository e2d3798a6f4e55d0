package org.dungeontalk.gateway.metrics;

import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Switches off the framework's meters that keep a sample of each open connection, 0.3 KB for a
 * WebSocket. {@code dungeontalk_gateway_sessions} counts the connections.
 */
final class DroppedMeters {
    private static final Set<String> DROPPED =
            Set.of("http.server.connections", "http.server.websocket.connections");

    private DroppedMeters() {}

    @Produces
    @Singleton
    static MeterFilter dropped() {
        return MeterFilter.deny(id -> DROPPED.contains(id.getName()));
    }
}
