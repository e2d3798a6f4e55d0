package org.dungeontalk.gateway.log;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready while Kafka answers, the topic is there and messages get through. Liveness does not depend
 * on it.
 */
@Readiness
@ApplicationScoped
public class LogReadiness implements AsyncHealthCheck {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final LogClient client;
    private final LogReader reader;
    private final LogPublisher publisher;

    LogReadiness(LogClient client, LogReader reader, LogPublisher publisher) {
        this.client = client;
        this.reader = reader;
        this.publisher = publisher;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        if (reader.topic().isEmpty() || publisher.stalled()) {
            return Uni.createFrom().item(answer(false, 0));
        }
        return Uni.createFrom()
                .completionStage(client::topic)
                .ifNoItem()
                .after(TIMEOUT)
                .fail()
                .map(topic -> answer(true, topic.partitions()))
                .onFailure()
                .recoverWithItem(() -> answer(false, 0));
    }

    private HealthCheckResponse answer(boolean up, int partitions) {
        return HealthCheckResponse.named("log")
                .status(up)
                .withData("partitions", partitions)
                .withData("partitionsRead", reader.partitionsRead())
                .withData("inFlight", publisher.inFlight())
                .build();
    }
}
