package org.dungeontalk.analytics.ingest;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.dungeontalk.analytics.config.AnalyticsConfig;

/** Asks the brokers for the log's state. Thread-safe, except for {@link #close}. */
@ApplicationScoped
public class LogDescription {

    private static final Duration LIMIT = Duration.ofSeconds(8);

    private final Map<String, Object> settings;
    private final String topic;
    private final Clock clock;
    private Admin admin;

    LogDescription(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            AnalyticsConfig config,
            Clock clock) {
        this.topic = config.log().topic();
        this.clock = clock;
        settings = new HashMap<>(kafka);
        settings.keySet().retainAll(AdminClientConfig.configNames());
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) LIMIT.toMillis());
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) LIMIT.toMillis());
    }

    private synchronized Admin admin() {
        if (admin == null) {
            admin = Admin.create(settings);
        }
        return admin;
    }

    synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
            admin = null;
        }
    }

    /** First 8 hex digits of a topic's id. */
    static String epoch(Uuid topicId) {
        return String.format("%08x", (int) (topicId.getMostSignificantBits() >>> 32));
    }

    /** The current epoch, within 8 s. */
    CompletionStage<String> epoch() {
        return admin().describeTopics(List.of(topic))
                .topicNameValues()
                .get(topic)
                .toCompletionStage()
                .thenApply(description -> epoch(description.topicId()));
    }

    /**
     * The current state of the log, within 24 s.
     *
     * @throws IllegalStateException if a part is unknown: a partition has no leader, or no broker
     *     answers
     */
    LogView ask() throws InterruptedException {
        long askedAt = clock.millis();
        try {
            TopicDescription description =
                    admin().describeTopics(List.of(topic))
                            .topicNameValues()
                            .get(topic)
                            .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            description
                    .partitions()
                    .forEach(
                            one ->
                                    latest.put(
                                            new TopicPartition(topic, one.partition()),
                                            OffsetSpec.latest()));
            var stable = admin().listOffsets(latest, options(IsolationLevel.READ_COMMITTED)).all();
            var ends = admin().listOffsets(latest, options(IsolationLevel.READ_UNCOMMITTED)).all();
            return new LogView(
                    epoch(description.topicId()),
                    askedAt,
                    offsets(ends.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS)),
                    offsets(stable.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS)));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("Kafka does not answer", e);
        }
    }

    private static ListOffsetsOptions options(IsolationLevel isolation) {
        return new ListOffsetsOptions(isolation).timeoutMs((int) LIMIT.toMillis());
    }

    private static Map<Integer, Long> offsets(Map<TopicPartition, ListOffsetsResultInfo> found) {
        Map<Integer, Long> offsets = new HashMap<>();
        found.forEach((partition, one) -> offsets.put(partition.partition(), one.offset()));
        return offsets;
    }
}
