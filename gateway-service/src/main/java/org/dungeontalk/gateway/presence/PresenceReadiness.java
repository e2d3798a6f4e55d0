package org.dungeontalk.gateway.presence;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once the presence topic was read to its end. Later failures of Kafka are up to the
 * readiness check of the log.
 */
@Readiness
@ApplicationScoped
public class PresenceReadiness implements HealthCheck {
    private final PresenceReader log;

    PresenceReadiness(PresenceReader log) {
        this.log = log;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("presence").status(log.caughtUp()).build();
    }
}
