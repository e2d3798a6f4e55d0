package org.dungeontalk.gateway.publish;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.dungeontalk.gateway.kafka.KafkaClients;
import org.dungeontalk.gateway.kafka.Topic;
import org.dungeontalk.gateway.kafka.WriteProgress;
import org.dungeontalk.gateway.log.LogReader;
import org.dungeontalk.gateway.log.OpenTransactions;
import org.dungeontalk.gateway.log.ReadProgress;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready while Kafka answers, the topic exists and is the one being read, writes succeed, and what
 * was written is read back. Liveness does not depend on it.
 */
@Readiness
@ApplicationScoped
public class LogReadiness implements AsyncHealthCheck {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final KafkaClients client;
    private final LogReader reader;
    private final LogPublisher publisher;
    private final WriteProgress progress;
    private final ReadProgress reads;
    private final OpenTransactions transactions;

    LogReadiness(
            KafkaClients client,
            LogReader reader,
            LogPublisher publisher,
            WriteProgress progress,
            ReadProgress reads,
            OpenTransactions transactions) {
        this.client = client;
        this.reader = reader;
        this.publisher = publisher;
        this.progress = progress;
        this.reads = reads;
        this.transactions = transactions;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        if (!reader.current()
                || reader.topic().isEmpty()
                || reader.failing()
                || progress.stalled()
                || reads.stalled()) {
            return Uni.createFrom().item(answer(false, 0));
        }
        return Uni.createFrom()
                .completionStage(client::topic)
                .ifNoItem()
                .after(TIMEOUT)
                .fail()
                .map(topic -> answer(reads(topic), topic.partitions()))
                .onFailure()
                .recoverWithItem(() -> answer(false, 0));
    }

    /** Whether the topic found is the one being read. */
    private boolean reads(Topic found) {
        return reader.topic()
                .filter(t -> t.epoch().equals(found.epoch()))
                .filter(t -> t.partitions() <= found.partitions())
                .isPresent();
    }

    private HealthCheckResponse answer(boolean up, int partitions) {
        return HealthCheckResponse.named("log")
                .status(up)
                .withData("partitions", partitions)
                .withData("partitionsRead", reader.partitionsRead())
                .withData("partitionsHeld", transactions.held())
                .withData("inFlight", publisher.inFlight())
                .withData("failure", reads.failure().or(progress::failure).orElse(""))
                .build();
    }
}
