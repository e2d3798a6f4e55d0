package org.dungeontalk.gateway.moderation;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.dungeontalk.gateway.metrics.Meters;

/** Registers the metrics of mutes and revocations; skipped and dropped should stay 0. */
@Singleton
public class ModerationMetrics {

    void observe(@Observes StartupEvent event, MeterRegistry registry, Moderation moderation) {
        Meters rules = new Meters(registry, "dungeontalk.gateway.moderation.");
        rules.gauge("muted", "Muted players", moderation, Moderation::muted);
        rules.gauge("revoked", "Players with revoked tokens", moderation, Moderation::revoked);
        rules.total(
                "skipped",
                "Records of moderation and revocations that are damaged or break the contract",
                moderation,
                Moderation::skipped);
        rules.total(
                "dropped",
                "Mutes and revocations dropped past the limit of players",
                moderation,
                Moderation::dropped);
    }
}
