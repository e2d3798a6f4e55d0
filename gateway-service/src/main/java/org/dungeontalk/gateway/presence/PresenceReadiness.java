package org.dungeontalk.gateway.presence;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once the topic has been read to its end; what happens to Kafka later is the log's check.
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
