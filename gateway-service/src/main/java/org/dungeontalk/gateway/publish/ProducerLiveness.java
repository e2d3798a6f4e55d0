package org.dungeontalk.gateway.publish;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Not live once the log's producer can never write again, because only a restart makes another one.
 * Writes that fail because Kafka is away don't matter here.
 */
@Liveness
@ApplicationScoped
public class ProducerLiveness implements HealthCheck {
    private final LogPublisher publisher;

    ProducerLiveness(LogPublisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("producer")
                .status(publisher.broken().isEmpty())
                .withData("broken", publisher.broken().orElse(""))
                .build();
    }
}
