package org.dungeontalk.gateway.lifecycle;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready from the first moment of a drain on, so that the ingress sends nobody here. */
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
