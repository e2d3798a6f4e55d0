package org.dungeontalk.gateway.moderation;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once mutes and revocations have been read, and for good from then on. */
@Readiness
@ApplicationScoped
public class ModerationReadiness implements HealthCheck {
    private final Moderation moderation;

    ModerationReadiness(Moderation moderation) {
        this.moderation = moderation;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("moderation")
                .status(moderation.known())
                .withData("muted", moderation.muted())
                .withData("revoked", moderation.revoked())
                .build();
    }
}
