package org.dungeontalk.gateway.publish;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.dungeontalk.embedded.KafkaCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real producer and a real broker; topics are created while records wait for them. */
class NonBlockingProducerTest {
    private static final int RECORDS = 200;

    @TempDir static Path data;

    private static KafkaCluster kafka;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final Map<Integer, Long> offsets = new ConcurrentHashMap<>();
    private final List<Exception> failures = new CopyOnWriteArrayList<>();
    private KafkaProducer<String, byte[]> kafkaProducer;
    private NonBlockingProducer producer;
    private int sent;

    @BeforeAll
    static void startKafka() {
        kafka = KafkaCluster.start(data, 1);
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @BeforeEach
    void makeProducer() {
        kafkaProducer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                kafka.bootstrapServers(),
                                "max.block.ms",
                                "0",
                                "acks",
                                "all"),
                        new StringSerializer(),
                        new ByteArraySerializer());
        producer = new NonBlockingProducer(() -> kafkaProducer, thread);
    }

    @AfterEach
    void close() {
        thread.shutdownNow();
        kafkaProducer.close(Duration.ofSeconds(1));
    }

    @Test
    void recordsWaitForAnUnknownTopicAndKeepTheirOrder() throws Exception {
        CountDownLatch retries = new CountDownLatch(1);
        thread.execute(() -> awaitUninterrupted(retries));
        send("late", RECORDS, 10);
        create("late");
        await().until(() -> known("late"));

        send("late", RECORDS, 10);
        retries.countDown();

        await().until(() -> offsets.size() + failures.size() == 2 * RECORDS);
        IntStream.range(0, 2 * RECORDS).forEach(i -> assertEquals(i, offsets.get(i)));
    }

    @Test
    void neverBlocksItsCaller() {
        long start = System.nanoTime();

        send("absent", RECORDS, 10);

        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertTrue(took < 2_000, took + " ms for " + RECORDS + " records of an unknown topic");
    }

    @Test
    void whatTheProducerDoesNotTakeInTimeFailsAndTheNextRecordsPass() throws Exception {
        create("present");

        send("missing", 3, 10);
        await().atMost(Duration.ofSeconds(30)).until(() -> failures.size() == 3);
        send("present", 1, 10);

        failures.forEach(failure -> assertInstanceOf(TimeoutException.class, failure));
        await().until(() -> offsets.containsValue(0L));
    }

    @Test
    void aRecordThatIsTooLargeFailsAtOnceAndTheNextOnesPass() throws Exception {
        create("sizes");

        send("sizes", 1, 2_000_000);
        send("sizes", 1, 10);

        await().until(() -> offsets.containsValue(0L));
        assertEquals(1, failures.size());
        assertInstanceOf(RecordTooLargeException.class, failures.get(0));
    }

    private void send(String topic, int records, int bytes) {
        for (int i = 0; i < records; i++) {
            int number = sent++;
            producer.send(
                    new ProducerRecord<>(topic, 0, "key", new byte[bytes]),
                    (at, failure) -> {
                        if (failure == null) {
                            offsets.put(number, at.offset());
                        } else {
                            failures.add(failure);
                        }
                    });
        }
    }

    /** Whether the producer knows the topic by now. */
    private boolean known(String topic) {
        try {
            return !kafkaProducer.partitionsFor(topic).isEmpty();
        } catch (TimeoutException e) {
            return false;
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void create(String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }
}
