package org.dungeontalk.analytics.ingest;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;
import org.dungeontalk.analytics.AnalyticsConfig;
import org.jboss.logging.Logger;

/**
 * The log's epoch: the first 8 hex digits of the topic's id. A topic that was deleted and made
 * again has another, so its offsets are not taken for those of the old one.
 *
 * <p>Looked up once, at the start, for as long as it takes; whoever waits for it waits. A topic
 * made anew under a running service is noticed at the service's next start.
 */
@ApplicationScoped
public class LogEpoch {

    private static final Logger LOG = Logger.getLogger(LogEpoch.class);
    private static final Duration CALL_LIMIT = Duration.ofSeconds(10);
    private static final Duration RETRY_FIRST = Duration.ofMillis(250);
    private static final Duration RETRY_AT_MOST = Duration.ofSeconds(5);

    private final Map<String, Object> kafka;
    private final String topic;
    private final Uni<String> epoch;
    private volatile boolean missed;
    private volatile String found;

    LogEpoch(
            @Identifier("default-kafka-broker") Map<String, Object> kafka, AnalyticsConfig config) {
        this.kafka = kafka;
        this.topic = config.log().topic();
        this.epoch =
                Uni.createFrom()
                        .item(this::ask)
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                        .onFailure()
                        .invoke(this::missed)
                        .onFailure()
                        .retry()
                        .withBackOff(RETRY_FIRST, RETRY_AT_MOST)
                        .withJitter(0.5)
                        .indefinitely()
                        .invoke(this::found)
                        .memoize()
                        .indefinitely();
    }

    void start(@Observes StartupEvent started) {
        epoch.subscribe().with(ignored -> {});
    }

    /** The epoch, as soon as Kafka has told it. Never fails. */
    public Uni<String> get() {
        return epoch;
    }

    /** The epoch if it is known by now. Never waits. */
    public Optional<String> known() {
        return Optional.ofNullable(found);
    }

    /** First 8 hex digits of a topic's id. */
    static String of(Uuid topicId) {
        return String.format("%08x", (int) (topicId.getMostSignificantBits() >>> 32));
    }

    private String ask() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.keySet().retainAll(AdminClientConfig.configNames());
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) CALL_LIMIT.toMillis());
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) CALL_LIMIT.toMillis());
        try (Admin admin = Admin.create(settings)) {
            return of(
                    admin.describeTopics(List.of(topic))
                            .allTopicNames()
                            .get(CALL_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                            .get(topic)
                            .topicId());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("Kafka does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private void missed(Throwable failure) {
        if (!missed) {
            missed = true;
            LOG.warnf(
                    "Waiting for the log: topic %s can't be described: %s",
                    topic, failure.getMessage());
        }
    }

    private void found(String text) {
        found = text;
        LOG.infof("Counting topic %s, epoch %s", topic, text);
    }
}
