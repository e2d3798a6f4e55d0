package org.dungeontalk.persistence.consumer;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/**
 * Not ready while no record is handled although the log has more, whatever the reason. Liveness is
 * more patient ({@link LagWatch}).
 */
@Readiness
@ApplicationScoped
class ConsumptionReadiness implements HealthCheck {

    private final LagWatch watch;

    ConsumptionReadiness(@Liveness LagWatch watch) {
        this.watch = watch;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("progress").status(!watch.standsStill()).build();
    }
}
