package org.dungeontalk.gateway.moderation;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.dungeontalk.gateway.metrics.Meters;

/** What this gateway knows of mutes and revocations; skipped and dropped should stay zero. */
@Singleton
public class ModerationMetrics {

    void observe(@Observes StartupEvent event, MeterRegistry registry, Moderation moderation) {
        Meters rulings = new Meters(registry, "dungeontalk.gateway.moderation.");
        rulings.gauge("muted", "Muted players", moderation, Moderation::muted);
        rulings.gauge("revoked", "Players with revoked tokens", moderation, Moderation::revoked);
        rulings.total(
                "skipped",
                "Records of moderation and revocations that could not be used",
                moderation,
                Moderation::skipped);
        rulings.total(
                "dropped",
                "Mutes and revocations for which there was no place",
                moderation,
                Moderation::dropped);
    }
}
