package org.dungeontalk.analytics.topic;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a small topic from its beginning, without a group, and follows it. Skips damaged records.
 * For one thread, except {@link #wakeUp}.
 */
public final class WholeTopic implements AutoCloseable {
    private static final int METADATA_AGE_MS = 30_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String topic;
    private final List<TopicPartition> partitions;
    private final Map<TopicPartition, Long> ends;

    private WholeTopic(
            KafkaConsumer<byte[], byte[]> consumer, String topic, List<PartitionInfo> found) {
        this.consumer = consumer;
        this.topic = topic;
        this.partitions =
                found.stream().map(p -> new TopicPartition(topic, p.partition())).toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        this.ends = consumer.endOffsets(partitions);
    }

    /**
     * Opens the topic. Empty if it does not exist.
     *
     * @param kafka settings of Kafka's clients
     * @throws KafkaException if Kafka does not answer
     */
    public static Optional<WholeTopic> open(Map<String, Object> kafka, String topic) {
        KafkaConsumer<byte[], byte[]> consumer = consumer(kafka);
        try {
            List<PartitionInfo> found = consumer.partitionsFor(topic);
            if (found != null && !found.isEmpty()) {
                return Optional.of(new WholeTopic(consumer, topic, found));
            }
            consumer.close();
            return Optional.empty();
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /**
     * The next records. If the next record of a partition can't be read, returns none, and
     * continues behind it.
     *
     * @param damaged is called with the position of each skipped record
     */
    public ConsumerRecords<byte[], byte[]> poll(Duration time, Consumer<String> damaged) {
        try {
            return consumer.poll(time);
        } catch (KafkaException e) {
            TopicPartition at =
                    partitions.stream()
                            .filter(p -> unreadable(e, p))
                            .findFirst()
                            .orElseThrow(() -> e);
            long offset = consumer.position(at);
            consumer.seek(at, offset + 1);
            damaged.accept(at + " offset " + offset);
            return ConsumerRecords.empty();
        }
    }

    /** Whether everything was read that the topic had when it was opened. */
    public boolean isRead() {
        return partitions.stream().allMatch(p -> consumer.position(p) >= ends.get(p));
    }

    /**
     * Whether the topic still has the same partitions, as of at most half a minute ago.
     *
     * @throws KafkaException if Kafka does not answer
     */
    public boolean isWhole() {
        return consumer.partitionsFor(topic).size() == partitions.size();
    }

    /**
     * Ends a poll with a {@link org.apache.kafka.common.errors.WakeupException}. Any thread may
     * call it.
     */
    public void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }

    /**
     * Whether Kafka's client reports that the record at its position in that partition is damaged.
     */
    private static boolean unreadable(KafkaException e, TopicPartition partition) {
        String said = e.getMessage() == null ? "" : e.getMessage();
        return said.contains("seek past the record") && said.contains(" " + partition + ".")
                || said.contains("is invalid, cause") && said.contains(" " + partition + " ")
                || said.contains("corrupt message when") && said.endsWith(" " + partition);
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.keySet().retainAll(ConsumerConfig.configNames());
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.putIfAbsent(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_AGE_MS);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
