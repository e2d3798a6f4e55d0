package org.dungeontalk.gateway.log;

import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.dungeontalk.gateway.GatewayConfig;
import org.jboss.logging.Logger;

/**
 * Makes the clients that read the log and asks Kafka about it. Thread-safe; nothing blocks but
 * {@link #awaitTopic}.
 */
@Singleton
public class LogClient {
    private static final Logger LOG = Logger.getLogger(LogClient.class);
    private static final int ASK_TIMEOUT_MS = 5_000;

    private final Map<String, Object> kafka;
    private final String topic;
    private final Admin admin;

    LogClient(@Identifier("default-kafka-broker") Map<String, Object> kafka, GatewayConfig config) {
        this.kafka = kafka;
        this.topic = config.log().topic();
        this.admin = Admin.create(new HashMap<>(kafka));
    }

    /**
     * The topic as it is now; fails after 5 s if Kafka does not answer or there is no such topic.
     */
    CompletionStage<LogTopic> topic() {
        return admin.describeTopics(
                        List.of(topic), new DescribeTopicsOptions().timeoutMs(ASK_TIMEOUT_MS))
                .topicNameValues()
                .get(topic)
                .toCompletionStage()
                .thenApply(LogClient::described);
    }

    /** Waits for Kafka and its topic, for as long as it takes; says once that it waits. Blocks. */
    LogTopic awaitTopic() throws InterruptedException {
        for (boolean told = false; ; told = true) {
            try {
                LogTopic found = topic().toCompletableFuture().get(10, TimeUnit.SECONDS);
                LOG.infof(
                        "Topic %s found: %d partitions, epoch %s",
                        found.name(), found.partitions(), found.epoch());
                return found;
            } catch (ExecutionException | TimeoutException e) {
                if (!told) {
                    LOG.warnf("Waiting for Kafka and its topic %s: %s", topic, e.getMessage());
                }
                TimeUnit.SECONDS.sleep(1);
            }
        }
    }

    /** The first offset of that age at most; empty if nothing is as young. Fails after 5 s. */
    CompletionStage<Optional<Long>> since(int partition, long maxAgeMillis) {
        OffsetSpec then = OffsetSpec.forTimestamp(System.currentTimeMillis() - maxAgeMillis);
        return offset(partition, then, IsolationLevel.READ_COMMITTED)
                .thenApply(offset -> Optional.of(offset).filter(o -> o >= 0));
    }

    /** The offset from which on readers wait for messages of that partition; fails after 5 s. */
    CompletionStage<Long> end(int partition) {
        return offset(partition, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
    }

    /**
     * The offset the next message of that partition will get; fails after 5 s. It is ahead of
     * {@link #end} while a mirror is in the middle of a transaction.
     */
    CompletionStage<Long> logged(int partition) {
        return offset(partition, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
    }

    private CompletionStage<Long> offset(
            int partition, OffsetSpec which, IsolationLevel isolation) {
        TopicPartition at = new TopicPartition(topic, partition);
        return admin.listOffsets(
                        Map.of(at, which),
                        new ListOffsetsOptions(isolation).timeoutMs(ASK_TIMEOUT_MS))
                .partitionResult(at)
                .toCompletionStage()
                .thenApply(r -> r.offset());
    }

    /**
     * A consumer without a group: it reads what it is assigned and commits nothing. What another
     * region's mirror wrote it sees once that is final, and never what the mirror took back. For
     * one thread.
     */
    public KafkaConsumer<byte[], byte[]> consumer(String clientId) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 500);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000);
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @PreDestroy
    void close() {
        admin.close(Duration.ofSeconds(1));
    }

    private static LogTopic described(TopicDescription topic) {
        return new LogTopic(topic.name(), Cursor.epoch(topic.topicId()), topic.partitions().size());
    }
}
