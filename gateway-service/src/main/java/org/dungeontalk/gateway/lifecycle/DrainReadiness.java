package org.dungeontalk.gateway.lifecycle;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready from the start of a drain, so that the ingress sends no new client. */
@Readiness
@ApplicationScoped
public class DrainReadiness implements HealthCheck {
    private final DrainState drain;

    DrainReadiness(DrainState drain) {
        this.drain = drain;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("accepting").status(!drain.draining()).build();
    }
}
