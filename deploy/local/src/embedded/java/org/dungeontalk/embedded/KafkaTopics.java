package org.dungeontalk.embedded;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates topics that accept records at once. Blocks the calling thread. */
final class KafkaTopics {

    /**
     * Keeps the newest record of each key, in small segments, and drops deletions after an hour.
     */
    static final Map<String, String> COMPACTED =
            Map.of(
                    "cleanup.policy", "compact",
                    "segment.bytes", "4194304",
                    "segment.ms", "600000",
                    "min.cleanable.dirty.ratio", "0.1",
                    "delete.retention.ms", "3600000");

    private static final Duration CALL_LIMIT = Duration.ofSeconds(30);

    private KafkaTopics() {}

    /**
     * Creates the topic unless it exists, and returns when the leader of each partition answers. A
     * broker names itself the leader shortly before it accepts records. If a producer writes in
     * between, its first batch may be refused and its second accepted; then the first is lost
     * (KAFKA-15591).
     *
     * @throws IllegalStateException if a step fails or takes longer than 30 s
     */
    static void create(Admin admin, String name, int partitions, Map<String, String> settings) {
        NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.empty());
        try {
            await(name, admin.createTopics(List.of(topic.configs(settings))).all());
        } catch (IllegalStateException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
        awaitLeaders(admin, name, 1);
    }

    private static void awaitLeaders(Admin admin, String name, int least) {
        if (!Wait.until(() -> isKnown(admin, name, least), CALL_LIMIT)) {
            throw new IllegalStateException("Kafka does not know topic " + name + " in time");
        }
        Map<TopicPartition, OffsetSpec> ends =
                IntStream.range(0, partitions(admin, name))
                        .mapToObj(partition -> new TopicPartition(name, partition))
                        .collect(Collectors.toMap(Function.identity(), p -> OffsetSpec.latest()));
        await(name, admin.listOffsets(ends).all());
    }

    /** Deletes a topic, and returns when Kafka has confirmed it. */
    static void delete(Admin admin, String name) {
        await(name, admin.deleteTopics(List.of(name)).all());
    }

    /** Deletes all topics but Kafka's own, and all consumer groups. */
    static void deleteAll(Admin admin) {
        for (GroupListing group : await("*", admin.listGroups().all())) {
            String id = group.groupId();
            if (!Wait.until(() -> isDeleted(admin, id), CALL_LIMIT)) {
                throw new IllegalStateException("Group " + id + " was not deleted in time");
            }
        }
        await("*", admin.deleteTopics(await("*", admin.listTopics().names())).all());
    }

    /** Deletes a group; false if a member has come or gone meanwhile. */
    private static boolean isDeleted(Admin admin, String group) {
        try {
            var groups = await(group, admin.describeConsumerGroups(List.of(group)).all());
            if (!groups.get(group).members().isEmpty()) {
                var everyone = new RemoveMembersFromConsumerGroupOptions();
                await(group, admin.removeMembersFromConsumerGroup(group, everyone).all());
            }
            await(group, admin.deleteConsumerGroups(List.of(group)).all());
            return true;
        } catch (IllegalStateException e) {
            return e.getCause() instanceof GroupIdNotFoundException;
        }
    }

    /** Adds partitions to a topic, and returns as {@link #create} does. */
    static void addPartitions(Admin admin, String name, int partitions) {
        NewPartitions more = NewPartitions.increaseTo(partitions);
        await(name, admin.createPartitions(Map.of(name, more)).all());
        awaitLeaders(admin, name, partitions);
    }

    private static boolean isKnown(Admin admin, String topic, int least) {
        try {
            return partitions(admin, topic) >= least;
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw e;
        }
    }

    private static int partitions(Admin admin, String topic) {
        return await(topic, admin.describeTopics(List.of(topic)).topicNameValues().get(topic))
                .partitions()
                .size();
    }

    private static <T> T await(String topic, Future<T> answer) {
        try {
            return answer.get(CALL_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Topic " + topic + " was not created", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("Topic " + topic + " was not ready in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while creating topic " + topic, e);
        }
    }
}
