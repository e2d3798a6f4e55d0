package org.dungeontalk.persistence;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/** Row K8 of the faults: a second consumer of the group comes and goes. */
class RebalanceStormIT extends RunningBackbone {

    private static final int ROUNDS = Integer.getInteger("fault.rounds", 4);
    private static final int MESSAGES_PER_ROUND = 1_200;
    private static final Duration STAY = Duration.ofSeconds(3);
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @Test
    void storesEachMessageOnceWhileItsPartitionsComeAndGo() {
        Database database = new Database(Backbone.postgres());
        try (Log log = new Log(Backbone.kafka().bootstrapServers());
                PackagedService service = new PackagedService(settings())) {
            Talk talk = new Talk(log, database, 10);
            service.awaitReady();
            for (int round = 0; round < ROUNDS; round++) {
                talk.say(MESSAGES_PER_ROUND);
                disturb();
                talk.say(MESSAGES_PER_ROUND);
            }
            talk.awaitCommitted(LIMIT);
            talk.assertComplete();
        }
    }

    /** Takes partitions away for a while, and commits nothing of them. */
    private static void disturb() {
        Map<String, Object> joining =
                Map.of(
                        "bootstrap.servers",
                        Backbone.kafka().bootstrapServers(),
                        "group.id",
                        "db-writer",
                        "enable.auto.commit",
                        false,
                        "auto.offset.reset",
                        "earliest");
        try (KafkaConsumer<byte[], byte[]> other =
                new KafkaConsumer<>(
                        joining, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            other.subscribe(List.of(Backbone.LOG));
            await().atMost(LIMIT)
                    .until(
                            () -> {
                                other.poll(Duration.ofMillis(100));
                                return !other.assignment().isEmpty();
                            });
            long leave = System.nanoTime() + STAY.toNanos();
            while (System.nanoTime() < leave) {
                other.poll(Duration.ofMillis(100));
            }
        }
    }
}
