package org.dungeontalk.persistence.kafka;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.dungeontalk.persistence.config.PersistenceConfig;

/**
 * Asks Kafka about the topic and the group, with one admin client that is created with the first
 * request. A request fails after {@code dungeontalk.log.timeout}. Results come on a worker thread.
 */
@ApplicationScoped
public class LogAdmin {

    private final Map<String, Object> kafka;
    private final String topic;
    private final String group;
    private final Duration limit;
    private Admin admin;

    public LogAdmin(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            PersistenceConfig config) {
        this.kafka = kafka;
        this.topic = config.log().topic();
        this.group = config.log().group();
        this.limit = config.log().timeout();
    }

    /** The topic as it is; fails if there is none. */
    public Uni<TopicDescription> describe() {
        return ask(it -> it.describeTopics(List.of(topic)).topicNameValues().get(topic));
    }

    /**
     * An offset of each partition.
     *
     * @return -1 where {@code spec} names a time after the last record
     */
    public Uni<Map<Integer, Long>> offsets(Collection<Integer> partitions, OffsetSpec spec) {
        return offsets(partitions, spec, IsolationLevel.READ_UNCOMMITTED);
    }

    /**
     * The ends of partitions.
     *
     * @param isolation READ_COMMITTED: before the first record of a transaction that is open
     */
    public Uni<Map<Integer, Long>> ends(Collection<Integer> partitions, IsolationLevel isolation) {
        return offsets(partitions, OffsetSpec.latest(), isolation);
    }

    private Uni<Map<Integer, Long>> offsets(
            Collection<Integer> partitions, OffsetSpec spec, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(number -> asked.put(new TopicPartition(topic, number), spec));
        return ask(it -> it.listOffsets(asked, new ListOffsetsOptions(isolation)).all())
                .map(
                        answer -> {
                            Map<Integer, Long> offsets = new HashMap<>();
                            answer.forEach(
                                    (it, info) -> offsets.put(it.partition(), info.offset()));
                            return offsets;
                        });
    }

    /** The committed offsets of the group; a partition without one is left out. */
    public Uni<Map<Integer, Long>> committed() {
        return ask(it -> it.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .map(
                        answer -> {
                            Map<Integer, Long> offsets = new HashMap<>();
                            answer.forEach(
                                    (it, offset) -> {
                                        if (it.topic().equals(topic) && offset != null) {
                                            offsets.put(it.partition(), offset.offset());
                                        }
                                    });
                            return offsets;
                        });
    }

    private <T> Uni<T> ask(Function<Admin, KafkaFuture<T>> question) {
        return Uni.createFrom()
                .item(this::admin)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(
                        it ->
                                Uni.createFrom()
                                        .completionStage(
                                                () -> question.apply(it).toCompletionStage()))
                .ifNoItem()
                .after(limit)
                .fail()
                .emitOn(Infrastructure.getDefaultWorkerPool());
    }

    private synchronized Admin admin() {
        if (admin == null) {
            Map<String, Object> settings = new HashMap<>(kafka);
            settings.keySet().retainAll(AdminClientConfig.configNames());
            int millis = (int) limit.toMillis();
            settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
            settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
            admin = Admin.create(settings);
        }
        return admin;
    }

    @PreDestroy
    synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
