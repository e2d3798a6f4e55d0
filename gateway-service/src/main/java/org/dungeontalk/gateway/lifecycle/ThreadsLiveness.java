package org.dungeontalk.gateway.lifecycle;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/**
 * Neither live nor ready once a vital thread has ended or hangs, because only a restart brings it
 * back.
 */
@Liveness
@Readiness
@ApplicationScoped
public class ThreadsLiveness implements HealthCheck {
    private final VitalThreads threads;

    ThreadsLiveness(VitalThreads threads) {
        this.threads = threads;
    }

    @Override
    public HealthCheckResponse call() {
        Set<String> ended = threads.ended();
        Set<String> silent = threads.silent();
        return HealthCheckResponse.named("threads")
                .status(ended.isEmpty() && silent.isEmpty())
                .withData("ended", String.join(", ", ended))
                .withData("silent", String.join(", ", silent))
                .build();
    }
}
