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
 * Makes the clients that read the log and asks Kafka about it. Thread-safe; nothing blocks, and a
 * question that can't be asked fails like one that is not answered: who asks again and again goes
 * on.
 */
@Singleton
public class KafkaClients {
    private static final int ASK_TIMEOUT_MS = 5_000;

    private final Map<String, Object> kafka;
    private final String topic;
    private final Admin admin;

    KafkaClients(
            @Identifier("default-kafka-broker") Map<String, Object> kafka, GatewayConfig config) {
        this.kafka = kafka;
        this.topic = config.log().topic();
        this.admin = Admin.create(new HashMap<>(kafka));
    }

    /** The log as it is now, with all partitions it has; fails as {@link #topic(String)} does. */
    public CompletionStage<Topic> topic() {
        return topic(topic);
    }

    /**
     * A topic as it is now; fails after 5 s if Kafka does not answer, and if there is no such
     * topic.
     */
    public CompletionStage<Topic> topic(String name) {
        DescribeTopicsOptions options = new DescribeTopicsOptions().timeoutMs(ASK_TIMEOUT_MS);
        return asked(() -> admin.describeTopics(List.of(name), options).topicNameValues().get(name))
                .thenApply(KafkaClients::described);
    }

    /** The first offset of that age at most; empty if nothing is as young. Fails after 5 s. */
    public CompletionStage<Optional<Long>> since(int partition, long maxAgeMillis) {
        OffsetSpec then = OffsetSpec.forTimestamp(System.currentTimeMillis() - maxAgeMillis);
        return offset(partition, then).thenApply(offset -> Optional.of(offset).filter(o -> o >= 0));
    }

    /** The offset from which on readers wait for messages of that partition; fails after 5 s. */
    public CompletionStage<Long> end(int partition) {
        return offset(partition, OffsetSpec.latest());
    }

    /** For each of those partitions what {@link #end} says. */
    public CompletionStage<Map<Integer, Long>> visibleEnds(Set<Integer> partitions) {
        return ends(partitions, IsolationLevel.READ_COMMITTED);
    }

    /**
     * For each of those partitions the offset that its next message will get; fails after 5 s. It
     * is ahead of {@link #end} while a mirror is in the middle of a transaction.
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

    private static Topic described(TopicDescription topic) {
        return new Topic(topic.name(), Topic.epochOf(topic.topicId()), topic.partitions().size());
    }
}
