package org.dungeontalk.tools.dlt;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a dead-letter topic without a consumer group, so nothing is committed. Blocks. */
final class DeadLetters {

    private static final Duration POLL = Duration.ofMillis(500);

    private final Map<String, Object> kafka;
    private final String topic;

    DeadLetters(Map<String, Object> kafka, String topic) {
        this.kafka = kafka;
        this.topic = topic;
    }

    /** The names of all topics of this Kafka. */
    Set<String> topics() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            return consumer.listTopics().keySet();
        }
    }

    /**
     * Passes on all dead letters that exist at the time of the call, oldest first within each
     * partition.
     */
    void each(Consumer<DeadLetter> reader) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(topic, info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(record -> reader.accept(new DeadLetter(record)));
            }
        }
    }

    /** One dead letter; empty if it doesn't exist or was deleted. */
    Optional<DeadLetter> find(DeadLetterPosition position) {
        TopicPartition partition = new TopicPartition(topic, position.partition());
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            if (consumer.partitionsFor(topic).stream()
                    .noneMatch(info -> info.partition() == position.partition())) {
                return Optional.empty();
            }
            List<TopicPartition> partitions = List.of(partition);
            consumer.assign(partitions);
            boolean there =
                    consumer.beginningOffsets(partitions).get(partition) <= position.offset()
                            && position.offset() < consumer.endOffsets(partitions).get(partition);
            consumer.seek(partition, position.offset());
            while (there && consumer.position(partition) <= position.offset()) {
                for (var record : consumer.poll(POLL)) {
                    if (record.offset() == position.offset()) {
                        return Optional.of(new DeadLetter(record));
                    }
                }
            }
            return Optional.empty();
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
