package org.dungeontalk.gateway.lifecycle;

import jakarta.enterprise.context.ApplicationScoped;
import org.dungeontalk.gateway.session.Gate;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready from the first moment of a drain on, so that the ingress sends nobody here. */
@Readiness
@ApplicationScoped
public class DrainReadiness implements HealthCheck {
    private final Gate gate;

    DrainReadiness(Gate gate) {
        this.gate = gate;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("accepting").status(!gate.isShut()).build();
    }
}
