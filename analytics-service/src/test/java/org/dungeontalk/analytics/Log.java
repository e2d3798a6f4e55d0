package org.dungeontalk.analytics;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the topics and the group's position beside the service. */
public final class Log {

    private final String bootstrapServers;

    public Log(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Everything in the topic of dead letters. */
    public List<ConsumerRecord<byte[], byte[]>> deadLetters() {
        return topic("game-messages.analytics.dlt");
    }

    private List<ConsumerRecord<byte[], byte[]>> all(TopicPartition partition) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (var consumer = consumer()) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
            }
        }
        return found;
    }

    /** Everything in a topic of one partition. */
    public List<ConsumerRecord<byte[], byte[]>> topic(String name) {
        return all(new TopicPartition(name, 0));
    }

    /**
     * Records the group has not committed yet. A partition that lost records ends before the
     * committed offset: it has none.
     */
    public long lag() throws Exception {
        List<TopicPartition> partitions =
                IntStream.range(0, Stack.PARTITIONS)
                        .mapToObj(number -> new TopicPartition("game-messages", number))
                        .toList();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
                var consumer = consumer()) {
            Map<TopicPartition, OffsetAndMetadata> committed =
                    admin.listConsumerGroupOffsets("analytics")
                            .partitionsToOffsetAndMetadata()
                            .get();
            return consumer.endOffsets(partitions).entrySet().stream()
                    .mapToLong(
                            end -> Math.max(0, end.getValue() - next(committed.get(end.getKey()))))
                    .sum();
        }
    }

    private static long next(OffsetAndMetadata committed) {
        return committed == null ? 0 : committed.offset();
    }

    /** A header's text, null if there is none. */
    public static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "fetch.max.bytes", 16_000_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
