package org.dungeontalk.persistence.revocation;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Metrics: number of players with void tokens. Skipped and dropped should stay zero. */
@Singleton
class RevocationMetrics {

    private static final String PREFIX = "dungeontalk.persistence.revocations.";

    void observe(@Observes StartupEvent event, MeterRegistry registry, Revocations revocations) {
        Gauge.builder(PREFIX + "players", revocations, Revocations::revoked)
                .description("Players with revoked tokens")
                .register(registry);
        FunctionCounter.builder(PREFIX + "skipped", revocations, Revocations::skipped)
                .description("Records of revocations that are damaged or break the contract")
                .register(registry);
        FunctionCounter.builder(PREFIX + "dropped", revocations, Revocations::dropped)
                .description("Revocations dropped past the limit of players")
                .register(registry);
    }
}
