package org.dungeontalk.gateway.kafka;

import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.dungeontalk.gateway.config.GatewayConfig;

/**
 * Creates the consumers of the gateway and queries Kafka about topics and offsets. Thread-safe,
 * never blocks. A query that can't be sent fails like one without an answer, so callers that retry
 * continue.
 */
@Singleton
public class KafkaClients {
    private static final int ASK_TIMEOUT_MS = 5_000;
    private static final Duration FETCH_WAIT = Duration.ofMillis(500);

    private final Map<String, Object> kafka;
    private final String topic;
    private final Admin admin;

    KafkaClients(
            @Identifier("default-kafka-broker") Map<String, Object> kafka, GatewayConfig config) {
        this.kafka = kafka;
        this.topic = config.log().topic();
        this.admin = Admin.create(new HashMap<>(kafka));
    }

    /** The log's topic as it is now, with all its partitions; fails like {@link #topic(String)}. */
    public CompletionStage<Topic> topic() {
        return topic(topic);
    }

    /** A topic as it is now; fails if Kafka does not answer within 5 s, or has no such topic. */
    public CompletionStage<Topic> topic(String name) {
        DescribeTopicsOptions options = new DescribeTopicsOptions().timeoutMs(ASK_TIMEOUT_MS);
        return asked(() -> admin.describeTopics(List.of(name), options).topicNameValues().get(name))
                .thenApply(KafkaClients::described);
    }

    /** The first offset not older than this; empty if there is none. Fails after 5 s. */
    public CompletionStage<Optional<Long>> since(int partition, long maxAgeMillis) {
        OffsetSpec then = OffsetSpec.forTimestamp(System.currentTimeMillis() - maxAgeMillis);
        return offset(partition, then).thenApply(offset -> Optional.of(offset).filter(o -> o >= 0));
    }

    /** The partition's last stable offset, up to which readers see messages; fails after 5 s. */
    public CompletionStage<Long> end(int partition) {
        return offset(partition, OffsetSpec.latest());
    }

    /** The {@link #end} of each partition. */
    public CompletionStage<Map<Integer, Long>> visibleEnds(Set<Integer> partitions) {
        return ends(partitions, IsolationLevel.READ_COMMITTED);
    }

    /**
     * The offset that the next message of each partition gets; fails after 5 s. It is ahead of
     * {@link #end} during a mirror's transaction.
     */
    public CompletionStage<Map<Integer, Long>> loggedEnds(Set<Integer> partitions) {
        return ends(partitions, IsolationLevel.READ_UNCOMMITTED);
    }

    private CompletionStage<Map<Integer, Long>> ends(
            Set<Integer> partitions, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(p -> asked.put(new TopicPartition(topic, p), OffsetSpec.latest()));
        ListOffsetsOptions options = new ListOffsetsOptions(isolation).timeoutMs(ASK_TIMEOUT_MS);
        return asked(() -> admin.listOffsets(asked, options).all())
                .thenApply(
                        ends -> {
                            Map<Integer, Long> offsets = new HashMap<>();
                            ends.forEach((p, end) -> offsets.put(p.partition(), end.offset()));
                            return offsets;
                        });
    }

    private CompletionStage<Long> offset(int partition, OffsetSpec which) {
        TopicPartition at = new TopicPartition(topic, partition);
        ListOffsetsOptions options =
                new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs(ASK_TIMEOUT_MS);
        return asked(() -> admin.listOffsets(Map.of(at, which), options).partitionResult(at))
                .thenApply(r -> r.offset());
    }

    private static <T> CompletionStage<T> asked(Supplier<KafkaFuture<T>> question) {
        return CompletableFuture.completedStage(question)
                .thenCompose(ask -> ask.get().toCompletionStage());
    }

    /**
     * A consumer without a group: it reads the partitions it is assigned and commits nothing. It
     * sees a mirror's messages once their transaction is committed, and never those of an aborted
     * one. Its calls fail after 5 s without an answer. Not thread-safe.
     */
    public KafkaConsumer<byte[], byte[]> consumer(String clientId) {
        return consumer(clientId, FETCH_WAIT);
    }

    /**
     * The same.
     *
     * @param fetchWait how long Kafka keeps a fetch open if there is nothing to read. It handles
     *     the consumer's next request afterwards, also one for another partition.
     */
    public KafkaConsumer<byte[], byte[]> consumer(String clientId, Duration fetchWait) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) fetchWait.toMillis());
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000);
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ASK_TIMEOUT_MS);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @PreDestroy
    void close() {
        admin.close(Duration.ofSeconds(1));
    }

    private static Topic described(TopicDescription topic) {
        return new Topic(topic.name(), Topic.epochOf(topic.topicId()), topic.partitions().size());
    }
}
