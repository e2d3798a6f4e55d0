package org.dungeontalk.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaClusterIT {

    @TempDir Path directory;

    @Test
    void keepsItsRecordsThroughAKillAndThroughAnotherRun() throws Exception {
        try (KafkaCluster kafka = KafkaCluster.start(directory, 1)) {
            kafka.createTopic("t", 1, Map.of("retention.ms", "604800000"));
            kafka.createTopic("t", 1);
            send(kafka, "one");
            kafka.killBroker(0);
            kafka.startBroker(0);
            send(kafka, "two");
            assertEquals(List.of("one", "two"), read(kafka, 2));
        }
        try (KafkaCluster kafka = KafkaCluster.start(directory, 1)) {
            assertEquals(List.of("one", "two"), read(kafka, 2));
        }
    }

    @Test
    void goesOnAcceptingWhenOneOfThreeBrokersIsKilled() throws Exception {
        try (KafkaCluster kafka = KafkaCluster.start(directory, 3)) {
            kafka.createTopic("t", 1);
            send(kafka, "one");
            kafka.killBroker(1);
            send(kafka, "two");
            kafka.startBroker(1);
            assertTrue(kafka.isRunning(1));
            assertEquals(List.of("one", "two"), read(kafka, 2));
        }
    }

    @Test
    void comesBackBrokerByBrokerWhenAllThreeWereStopped() throws Exception {
        try (KafkaCluster kafka = KafkaCluster.start(directory, 3)) {
            kafka.createTopic("t", 1);
            send(kafka, "one");
            for (int broker = 0; broker < 3; broker++) {
                kafka.killBroker(broker);
            }
            assertFalse(kafka.startBroker(0), "one of three is no majority");
            assertTrue(kafka.startBroker(1));
            assertTrue(kafka.startBroker(2));
            send(kafka, "two");
            assertEquals(List.of("one", "two"), read(kafka, 2));
        }
    }

    @Test
    void refusesTheDataOfAnotherNumberOfBrokers() {
        KafkaCluster.start(directory, 1).close();
        assertThrows(IllegalStateException.class, () -> KafkaCluster.start(directory, 3));
    }

    private static void send(KafkaCluster kafka, String value) throws Exception {
        Properties settings = new Properties();
        settings.setProperty("bootstrap.servers", kafka.bootstrapServers());
        settings.setProperty("acks", "all");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("t", "room", value)).get(60, TimeUnit.SECONDS);
        }
    }

    private static List<String> read(KafkaCluster kafka, int count) {
        Properties settings = new Properties();
        settings.setProperty("bootstrap.servers", kafka.bootstrapServers());
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition("t", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (values.size() < count && System.nanoTime() < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(r -> values.add(r.value()));
            }
        }
        return values;
    }
}
