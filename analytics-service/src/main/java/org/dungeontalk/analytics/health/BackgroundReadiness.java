package org.dungeontalk.analytics.health;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.dungeontalk.analytics.background.BackgroundJobs;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready if the last round of each background job succeeded. Otherwise the data have the failed jobs
 * and the reasons. Never blocks.
 */
@Readiness
@ApplicationScoped
public class BackgroundReadiness implements HealthCheck {

    private final BackgroundJobs rounds;

    BackgroundReadiness(BackgroundJobs rounds) {
        this.rounds = rounds;
    }

    @Override
    public HealthCheckResponse call() {
        Map<String, String> failing = rounds.failing();
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named("background").status(failing.isEmpty());
        failing.forEach(answer::withData);
        return answer.build();
    }
}
