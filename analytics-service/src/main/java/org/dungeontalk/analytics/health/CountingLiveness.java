package org.dungeontalk.analytics.health;

import jakarta.enterprise.context.ApplicationScoped;
import org.dungeontalk.analytics.ingest.LogReader;
import org.dungeontalk.analytics.ingest.LogWatch;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Alive if the threads that read and watch the log give a sign of life at least every minute. They
 * do so also while they wait for Kafka or PostgreSQL, so an outage of these restarts no process.
 */
@Liveness
@ApplicationScoped
public class CountingLiveness implements HealthCheck {

    private final LogReader reader;
    private final LogWatch watch;

    CountingLiveness(LogReader reader, LogWatch watch) {
        this.reader = reader;
        this.watch = watch;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("counting-threads")
                .withData("log-reader", reader.isAlive())
                .withData("log-watch", watch.isAlive())
                .status(reader.isAlive() && watch.isAlive())
                .build();
    }
}
