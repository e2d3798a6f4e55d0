package org.dungeontalk.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;

/** Writes to the run's Kafka as another service would. */
public final class Topics {

    private Topics() {}

    /** Returns when the log has the record; a {@code null} value is a tombstone. */
    public static void write(String topic, String key, String value) {
        write(topic, key, value, Map.of());
    }

    /** The same, with headers; returns the record's offset. */
    public static long write(String topic, String key, String value, Map<String, String> headers) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(
                            topic,
                            key.getBytes(UTF_8),
                            value == null ? null : value.getBytes(UTF_8));
            headers.forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
            return producer.send(record).get(30, TimeUnit.SECONDS).offset();
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes many records with one key, fast; returns when the log has them all. */
    public static void writeAll(
            String topic, String key, Iterable<String> values, Map<String, String> headers) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String value : values) {
                ProducerRecord<byte[], byte[]> record =
                        new ProducerRecord<>(topic, key.getBytes(UTF_8), value.getBytes(UTF_8));
                headers.forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
                producer.send(record);
            }
            producer.flush();
        }
    }

    /** A transaction, such as a mirror writes in; closing takes back what is not ended. */
    public record Transaction(KafkaProducer<byte[], byte[]> producer, String topic, byte[] key)
            implements AutoCloseable {

        /** Returns when the log has the record. */
        public void write(String value, Map<String, String> headers) {
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(topic, key, value.getBytes(UTF_8));
            headers.forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
            producer.send(record);
            producer.flush();
        }

        /** Ends it: readers may see what was written. Nothing can be written afterwards. */
        public void end() {
            producer.commitTransaction();
        }

        @Override
        public void close() {
            producer.close();
        }
    }

    /** Begins a transaction. */
    public static Transaction together(String topic, String key) {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers(),
                        "transactional.id",
                        "mirror-of-" + key);
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        return new Transaction(producer, topic, key.getBytes(UTF_8));
    }

    /** The headers of the record there, as texts. */
    public static Map<String, String> headers(String topic, int partition, long offset) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers());
        TopicPartition of = new TopicPartition(topic, partition);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(of));
            consumer.seek(of, offset);
            Map<String, String> headers = new HashMap<>();
            consumer.poll(Duration.ofSeconds(30))
                    .records(of)
                    .get(0)
                    .headers()
                    .forEach(it -> headers.put(it.key(), new String(it.value(), UTF_8)));
            return headers;
        }
    }

    /** The keys of the records in partition 0, from its beginning; empty while there is none. */
    public static List<String> keys(String topic) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers());
        TopicPartition of = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(of));
            consumer.seekToBeginning(List.of(of));
            return consumer.poll(Duration.ofSeconds(2)).records(of).stream()
                    .map(record -> new String(record.key(), UTF_8))
                    .toList();
        }
    }

    /** Forgets everything before that offset, as the log's retention does. */
    public static void beginAt(String topic, int partition, long offset) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            admin.deleteRecords(
                            Map.of(
                                    new TopicPartition(topic, partition),
                                    RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Gives the topic so many partitions in all. */
    public static void addPartitions(String topic, int total) {
        ask(admin -> admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(total))).all());
    }

    /** Deletes the topic with everything in it, and makes it again under the same name. */
    public static void recreate(String topic, int partitions) {
        delete(topic);
        NewTopic made = new NewTopic(topic, Optional.of(partitions), Optional.empty());
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> ask(admin -> admin.createTopics(List.of(made)).all()));
    }

    /** Lets a client fetch this many bytes a second; {@code null}: as many as it likes. */
    public static void limitFetches(String clientId, Double bytes) {
        ClientQuotaAlteration change =
                new ClientQuotaAlteration(
                        new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, clientId)),
                        List.of(new ClientQuotaAlteration.Op("consumer_byte_rate", bytes)));
        ask(admin -> admin.alterClientQuotas(List.of(change)).all());
    }

    public static void delete(String topic) {
        ask(admin -> admin.deleteTopics(List.of(topic)).all());
    }

    private static boolean ask(Function<Admin, Future<Void>> question) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            question.apply(admin).get(30, TimeUnit.SECONDS);
            return true;
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String bootstrapServers() {
        return ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
    }
}
