package org.dungeontalk.gateway.limit;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.dungeontalk.gateway.metrics.Meters;

/** For how many players and addresses the limits keep a count. All settle to zero. */
@Singleton
public class LimitMetrics {

    void observe(@Observes StartupEvent event, MeterRegistry registry, Limits limits) {
        Meters gateway = new Meters(registry, "dungeontalk.gateway.");
        gateway.gauge("rates", "Players with a rate bucket", limits, Limits::rates);
        gateway.gauge(
                "rates.addresses", "Addresses with a rate bucket", limits, Limits::addressRates);
        gateway.gauge(
                "players", "Players with a connection, services apart", limits, Limits::players);
    }
}
