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

/** Reads a dead-letter topic, in no group and without committing anything. Blocks. */
final class Letters {

    private static final Duration POLL = Duration.ofMillis(500);

    private final Map<String, Object> kafka;
    private final String topic;

    Letters(Map<String, Object> kafka, String topic) {
        this.kafka = kafka;
        this.topic = topic;
    }

    /** The names of all topics of this Kafka. */
    Set<String> topics() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            return consumer.listTopics().keySet();
        }
    }

    /** All that are there when it is called, oldest first within each partition. */
    void each(Consumer<Letter> reader) {
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
                consumer.poll(POLL).forEach(record -> reader.accept(new Letter(record)));
            }
        }
    }

    /** One of them; empty if it is not there, or no more. */
    Optional<Letter> find(LetterPlace place) {
        TopicPartition partition = new TopicPartition(topic, place.partition());
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            if (consumer.partitionsFor(topic).stream()
                    .noneMatch(info -> info.partition() == place.partition())) {
                return Optional.empty();
            }
            List<TopicPartition> partitions = List.of(partition);
            consumer.assign(partitions);
            boolean there =
                    consumer.beginningOffsets(partitions).get(partition) <= place.offset()
                            && place.offset() < consumer.endOffsets(partitions).get(partition);
            consumer.seek(partition, place.offset());
            while (there && consumer.position(partition) <= place.offset()) {
                for (var record : consumer.poll(POLL)) {
                    if (record.offset() == place.offset()) {
                        return Optional.of(new Letter(record));
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
