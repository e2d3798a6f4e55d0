package org.dungeontalk.persistence.ingest;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;
import org.dungeontalk.persistence.PersistenceConfig;
import org.dungeontalk.persistence.log.TopicId;

/** Asks Kafka which topic it is that bears the log's name today. */
@ApplicationScoped
public class TopicLookup {

    private final Map<String, Object> kafka;
    private final PersistenceConfig config;

    public TopicLookup(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            PersistenceConfig config) {
        this.kafka = kafka;
        this.config = config;
    }

    /**
     * One question, asked on a worker thread and given up after the configured time. Fails while
     * Kafka is away or the topic does not exist.
     */
    public Uni<TopicId> ask() {
        return Uni.createFrom()
                .item(this::blockingAsk)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private TopicId blockingAsk() {
        Duration limit = config.log().timeout();
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.keySet().retainAll(AdminClientConfig.configNames());
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) limit.toMillis());
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) limit.toMillis());
        Admin admin = Admin.create(settings);
        try {
            Uuid id =
                    admin.describeTopics(List.of(config.log().topic()))
                            .topicNameValues()
                            .get(config.log().topic())
                            .get(limit.toMillis(), TimeUnit.MILLISECONDS)
                            .topicId();
            return new TopicId(id.getMostSignificantBits(), id.toString());
        } catch (ExecutionException refused) {
            throw new IllegalStateException(refused.getCause().getMessage(), refused.getCause());
        } catch (TimeoutException silent) {
            throw new IllegalStateException("Kafka does not answer", silent);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the service is stopping", stopped);
        } finally {
            admin.close(Duration.ZERO);
        }
    }
}
