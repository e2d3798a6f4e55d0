package org.dungeontalk.analytics.topic;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.dungeontalk.embedded.KafkaCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeTopicTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(200);

    @TempDir Path directory;

    @Test
    void readsAllOfATopicButWhatIsDamaged() throws Exception {
        try (KafkaCluster kafka = KafkaCluster.start(directory, 1)) {
            kafka.createCompactedTopic("erasures");
            write(kafka, "before", "rotting", "after");
            stopInOrder(kafka);
            rot("erasures-0", "rotting");
            kafka.startBroker(0);
            List<String> read = new ArrayList<>();
            List<String> passed = new ArrayList<>();
            try (WholeTopic topic = WholeTopic.open(settings(kafka), "erasures").orElseThrow()) {
                Awaitility.await()
                        .atMost(LIMIT)
                        .until(
                                () -> {
                                    topic.poll(POLL, passed::add)
                                            .forEach(it -> read.add(new String(it.value(), UTF_8)));
                                    return topic.isRead();
                                });
            }
            assertEquals(List.of("before", "after"), read);
            assertEquals(List.of("erasures-0 offset 1"), passed);
            assertTrue(WholeTopic.open(settings(kafka), "nothing").isEmpty());
        }
    }

    @Test
    void isNoLongerWholeWhenTheTopicHasMorePartitions() {
        try (KafkaCluster kafka = KafkaCluster.start(directory, 1)) {
            kafka.createCompactedTopic("erasures");
            Map<String, Object> settings = new HashMap<>(settings(kafka));
            settings.put("metadata.max.age.ms", 500);
            try (WholeTopic topic = WholeTopic.open(settings, "erasures").orElseThrow()) {
                topic.poll(POLL, passed -> {});
                assertTrue(topic.isWhole());
                kafka.addPartitions("erasures", 2);
                Awaitility.await()
                        .atMost(LIMIT)
                        .until(
                                () -> {
                                    topic.poll(POLL, passed -> {});
                                    return !topic.isWhole();
                                });
            }
        }
    }

    /** A broker that was killed would look through its newest segment and cut it off. */
    private static void stopInOrder(KafkaCluster kafka) {
        ProcessHandle broker = ProcessHandle.of(kafka.pid(0)).orElseThrow();
        broker.destroy();
        broker.onExit().join();
    }

    private static Map<String, Object> settings(KafkaCluster kafka) {
        return Map.of("bootstrap.servers", kafka.bootstrapServers(), "group.id", "of the service");
    }

    private static void write(KafkaCluster kafka, String... values) throws Exception {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new StringSerializer(),
                        new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>("erasures", value, value)).get();
            }
        }
    }

    private void rot(String partition, String text) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            Path segment =
                    files.filter(it -> it.endsWith(Path.of(partition, "00000000000000000000.log")))
                            .findFirst()
                            .orElseThrow();
            int at = new String(Files.readAllBytes(segment), ISO_8859_1).indexOf(text);
            try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
                file.seek(at);
                file.write('#');
            }
        }
    }
}
