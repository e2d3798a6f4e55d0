package org.dungeontalk.gateway.limit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import org.dungeontalk.gateway.metrics.Meters;

/**
 * Counts refusals by limit, and registers gauges of open connections, and of the players and
 * addresses that the limits track. The gauges return to 0. Thread-safe.
 */
@Singleton
public class LimitMetrics {
    private final Meters gateway;
    private final Map<Limit, Counter> limited;

    LimitMetrics(MeterRegistry registry) {
        gateway = new Meters(registry, "dungeontalk.gateway.");
        limited =
                gateway.counters(
                        "limited",
                        "Handshakes, connections, frames and requests refused because of a limit",
                        Limit.class,
                        "limit");
    }

    void observe(@Observes StartupEvent event, Limits limits) {
        gateway.gauge("sessions", "WebSocket connections open now", limits, Limits::connections);
        gateway.gauge("rates", "Players with a rate bucket", limits, Limits::rates);
        gateway.gauge(
                "rates.addresses", "Addresses with a rate bucket", limits, Limits::addressRates);
        gateway.gauge(
                "players", "Players with a connection, without services", limits, Limits::players);
    }

    /** Something was refused because of the limit. */
    void limited(Limit limit) {
        limited.get(limit).increment();
    }
}
