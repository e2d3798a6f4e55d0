package org.dungeontalk.analytics;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.dungeontalk.embedded.KafkaCluster;
import org.dungeontalk.embedded.PostgresServer;
import org.junit.jupiter.api.Test;

/** What happens to the log itself while two instances count it. */
class LogChangedIT {

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int MANY = 400;

    private final AtomicInteger sent = new AtomicInteger();
    private final Path data =
            Path.of("target", "changed", Long.toString(ProcessHandle.current().pid()));

    @Test
    void aRecreatedTopicAndPartitionsThatAreAddedAreCountedExactly() throws Exception {
        try (KafkaCluster kafka = KafkaCluster.start(data.resolve("kafka"), 1);
                PostgresServer postgres = PostgresServer.start(data.resolve("postgres"))) {
            Stack.createTopics(kafka);
            Database database = new Database(postgres);
            List<ServiceProcess> instances =
                    List.of(
                            new ServiceProcess(kafka, postgres, data.resolve("first.log")),
                            new ServiceProcess(kafka, postgres, data.resolve("second.log")));
            try (Admin admin =
                    Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
                instances.forEach(ServiceProcess::start);
                talk(kafka, 24, partition -> true);
                awaitExactly(database, 24);
                admin.deleteTopics(List.of("game-messages")).all().get();
                await().atMost(LIMIT)
                        .until(() -> !admin.listTopics().names().get().contains("game-messages"));
                kafka.createTopic("game-messages", Stack.PARTITIONS);
                talk(kafka, MANY, partition -> true);
                awaitExactly(database, 24 + MANY);
                admin.createPartitions(Map.of("game-messages", NewPartitions.increaseTo(40)))
                        .all()
                        .get();
                talk(kafka, MANY, partition -> partition >= Stack.PARTITIONS);
                awaitExactly(database, 24 + 2 * MANY);
                instances.get(0).kill();
                instances.get(0).start();
                talk(kafka, MANY, partition -> true);
                awaitExactly(database, 24 + 3 * MANY);
                for (ServiceProcess instance : instances) {
                    assertEquals(1, instance.lines("was created again").size());
                    assertEquals(1, instance.lines("has 40 partitions").size());
                }
                assertEquals(0, database.number("SELECT count(*) FROM analytics.alert"));
                sayLittleWhileTheBrokerIsAway(kafka, instances);
                talk(kafka, MANY, partition -> true);
                awaitExactly(database, 24 + 4 * MANY);
            } finally {
                instances.forEach(ServiceProcess::kill);
            }
        }
    }

    /** One line when it goes and one when it is back; all that while the process lives. */
    private static void sayLittleWhileTheBrokerIsAway(
            KafkaCluster kafka, List<ServiceProcess> instances) {
        instances.forEach(one -> await().atMost(LIMIT).until(one::isReady));
        List<Integer> before = instances.stream().map(one -> one.lines("").size()).toList();
        kafka.killBroker(0);
        instances.forEach(
                one ->
                        await().atMost(Duration.ofSeconds(30))
                                .until(() -> one.health("ready") == 503));
        instances.forEach(
                one ->
                        await().during(20, TimeUnit.SECONDS)
                                .atMost(LIMIT)
                                .until(
                                        () ->
                                                one.health("ready") == 503
                                                        && one.health("live") == 200));
        kafka.startBroker(0);
        instances.forEach(one -> await().atMost(LIMIT).until(one::isReady));
        for (int i = 0; i < instances.size(); i++) {
            List<String> said = instances.get(i).lines("");
            List<String> more = said.subList(before.get(i), said.size());
            assertTrue(more.size() <= 4, String.join("\n", more));
        }
    }

    /** The one that is left answers, but not for the others' partitions. */
    @Test
    void twoOfThreeBrokersAwayIsSaidByTheProbeAndNothingIsLostOrCountedTwice() {
        Path place = data.resolve("away");
        try (KafkaCluster kafka = KafkaCluster.start(place.resolve("kafka"), 3);
                PostgresServer postgres = PostgresServer.start(place.resolve("postgres"))) {
            Stack.createTopics(kafka);
            Database database = new Database(postgres);
            ServiceProcess instance =
                    new ServiceProcess(kafka, postgres, place.resolve("first.log"));
            try {
                instance.start();
                talk(kafka, MANY, partition -> true);
                awaitExactly(database, MANY);
                await().atMost(LIMIT).until(instance::isReady);
                talk(kafka, MANY, partition -> true);
                kafka.killBroker(1);
                kafka.killBroker(2);
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> instance.healthText("ready").contains("\"log\": false"));
                assertEquals(503, instance.health("ready"));
                assertEquals(200, instance.health("live"));
                kafka.startBroker(1);
                kafka.startBroker(2);
                await().atMost(LIMIT).until(instance::isReady);
                talk(kafka, MANY, partition -> true);
                awaitExactly(database, 3 * MANY);
                assertTrue(instance.lines("can't be read:").size() >= 1);
            } finally {
                instance.kill();
            }
        }
    }

    /** A process without the library of a codec goes past what is packed with it. */
    @Test
    void recordsOfACodecThatIsMissingGoToTheDeadLettersByTheirPlace() throws Exception {
        Path place = data.resolve("codec");
        try (KafkaCluster kafka = KafkaCluster.start(place.resolve("kafka"), 1);
                PostgresServer postgres = PostgresServer.start(place.resolve("postgres"))) {
            Stack.createTopics(kafka);
            Database database = new Database(postgres);
            ServiceProcess instance =
                    new ServiceProcess(
                            kafka,
                            postgres,
                            place.resolve("first.log"),
                            List.of(
                                    "-XX:+UseSerialGC",
                                    "-Xmx192m",
                                    "-XX:TieredStopAtLevel=1",
                                    "-DZstdNativePath=/there/is/none.so"));
            try {
                instance.start();
                packed(kafka, "zstd", "room-a");
                packed(kafka, "gzip", "room-a");
                packed(kafka, "zstd", "room-b");
                packed(kafka, "none", "room-b");
                packed(kafka, "none", "room-c");
                awaitExactly(database, 3);
                Log log = new Log(kafka.bootstrapServers());
                await().atMost(LIMIT).until(() -> log.deadLetters().size() == 2);
                assertEquals(1, instance.lines("can't be read at offsets").size());
                await().atMost(LIMIT).until(instance::isReady);
                instance.kill();
                database.startOver();
                instance.start();
                awaitExactly(database, 3);
                await().atMost(LIMIT).until(() -> log.lag() == 0);
            } finally {
                instance.kill();
            }
        }
    }

    private static void packed(KafkaCluster kafka, String codec, String room) throws Exception {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "acks",
                        "all",
                        "compression.type",
                        codec);
        String body = LogWriter.talk(UUID.randomUUID(), room, "mira", Instant.now());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>("game-messages", bytes(room), bytes(body));
            record.headers().add("kind", bytes("chat"));
            producer.send(record).get(30, TimeUnit.SECONDS);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void talk(KafkaCluster kafka, int messages, Predicate<Integer> into) {
        try (LogWriter writer = new LogWriter(kafka.bootstrapServers())) {
            List<Future<RecordMetadata>> written = new ArrayList<>();
            int partitions = writer.partitions();
            for (int i = 0; i < messages; i++) {
                int partition = sent.get() % partitions;
                while (!into.test(partition)) {
                    partition = (partition + 7) % partitions;
                }
                int number = sent.getAndIncrement();
                written.add(
                        writer.talkInto(partition, "room-" + number, "p-" + number, Instant.now()));
            }
            writer.await(written);
        }
    }

    private static void awaitExactly(Database database, long messages) {
        await().atMost(LIMIT).until(() -> database.messages() >= messages);
        await().during(4, TimeUnit.SECONDS)
                .atMost(LIMIT)
                .until(() -> database.messages() == messages);
    }
}
