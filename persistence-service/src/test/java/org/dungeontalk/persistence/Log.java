package org.dungeontalk.persistence;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;

/** Writes to the log as a gateway does, and reads dead letters and lag. */
final class Log implements AutoCloseable {

    private static final long WAIT_SECONDS = 30;

    private final Map<String, Object> settings;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();

    Log(String bootstrapServers) {
        settings = Map.of("bootstrap.servers", bootstrapServers);
        Map<String, Object> producing = new HashMap<>(settings);
        producing.put("acks", "all");
        producing.put("linger.ms", 100);
        producing.put("max.request.size", 2_000_000);
        producer =
                new KafkaProducer<>(
                        producing, new ByteArraySerializer(), new ByteArraySerializer());
    }

    static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    /** Where Kafka's default partitioner puts a room among 30 partitions. */
    static int partition(String room) {
        return Utils.toPositive(Utils.murmur2(bytes(room))) % 30;
    }

    /** Any part may be null: then the record has none. */
    void write(String kind, String key, String value) {
        write(kind, bytes(key), bytes(value));
    }

    void write(String kind, byte[] key, byte[] value) {
        write(kind, key, value, Map.of());
    }

    /** The same, with more headers. */
    void write(String kind, byte[] key, byte[] value, Map<String, String> headers) {
        Map<String, byte[]> all = new HashMap<>();
        headers.forEach((name, text) -> all.put(name, bytes(text)));
        writeBytes(kind, key, value, all);
    }

    /** The same with headers that are no text. */
    void writeBytes(String kind, byte[] key, byte[] value, Map<String, byte[]> headers) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Backbone.LOG, null, key, value);
        if (kind != null) {
            record.headers().add("kind", bytes(kind));
        }
        headers.forEach(record.headers()::add);
        sent.add(producer.send(record));
    }

    /**
     * Writes one record in a transaction, as a mirror does.
     *
     * @param ended whether the transaction is ended; false: it is taken back
     */
    void mirror(String room, String value, boolean ended) {
        Map<String, Object> producing = new HashMap<>(settings);
        producing.put("transactional.id", "mirror");
        try (KafkaProducer<byte[], byte[]> mirror =
                new KafkaProducer<>(
                        producing, new ByteArraySerializer(), new ByteArraySerializer())) {
            mirror.initTransactions();
            mirror.beginTransaction();
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(Backbone.LOG, bytes(room), bytes(value));
            record.headers().add("kind", bytes("chat"));
            await(mirror.send(record));
            if (ended) {
                mirror.commitTransaction();
            } else {
                mirror.abortTransaction();
            }
        }
    }

    /** Begins a transaction with one record in it, and leaves it open. */
    KafkaProducer<byte[], byte[]> begin(String id, String room, String value) {
        Map<String, Object> producing = new HashMap<>(settings);
        producing.put("transactional.id", id);
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        producing, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        await(producer.send(new ProducerRecord<>(Backbone.LOG, bytes(room), bytes(value))));
        return producer;
    }

    /** Waits until the log has all that was written, and says where, in the order of writing. */
    List<RecordMetadata> flush() {
        List<RecordMetadata> places = new ArrayList<>();
        producer.flush();
        for (Future<RecordMetadata> future : sent) {
            places.add(await(future));
        }
        sent.clear();
        return places;
    }

    /** Records of the log that the group has not committed. */
    long lag(String group) {
        try (Admin admin = Admin.create(settings);
                KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            Map<TopicPartition, OffsetAndMetadata> committed =
                    await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
            long lag = 0;
            for (Map.Entry<TopicPartition, Long> end :
                    consumer.endOffsets(partitions(consumer, Backbone.LOG)).entrySet()) {
                OffsetAndMetadata offset = committed.get(end.getKey());
                lag += end.getValue() - (offset == null ? 0 : offset.offset());
            }
            return lag;
        }
    }

    /** Everything that the dead-letter topic holds. */
    List<ConsumerRecord<byte[], byte[]>> deadLetters() {
        return all(Backbone.DEAD_LETTERS);
    }

    /** Everything that the topic of erasures holds. */
    List<ConsumerRecord<byte[], byte[]>> erasures() {
        return all(Backbone.ERASURES);
    }

    private List<ConsumerRecord<byte[], byte[]>> all(String topic) {
        List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            Set<TopicPartition> partitions = partitions(consumer, topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(letters::add);
            }
        }
        return letters;
    }

    /** Makes a group that has no member read everything again. */
    void rewind(String group) {
        try (Admin admin = Admin.create(settings);
                KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            Map<TopicPartition, OffsetAndMetadata> beginnings = new HashMap<>();
            for (TopicPartition partition : partitions(consumer, Backbone.LOG)) {
                beginnings.put(partition, new OffsetAndMetadata(0));
            }
            await(admin.alterConsumerGroupOffsets(group, beginnings).all());
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static Set<TopicPartition> partitions(
            KafkaConsumer<byte[], byte[]> consumer, String topic) {
        Set<TopicPartition> partitions = new HashSet<>();
        consumer.partitionsFor(topic)
                .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        return partitions;
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failure) {
            throw new AssertionError("Kafka did not do it", failure);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(WAIT_SECONDS));
    }
}
