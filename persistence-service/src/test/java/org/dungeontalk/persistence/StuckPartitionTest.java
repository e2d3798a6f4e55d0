package org.dungeontalk.persistence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** One partition waits for the dead-letter topic; the others go on. */
@QuarkusTest
@WithTestResource(Backbone.class)
@TestProfile(StuckPartitionTest.OwnLog.class)
class StuckPartitionTest {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** A Kafka of its own, and little memory for waiting records. */
    public static final class OwnLog implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("dungeontalk.write.in-flight-bytes", "200000");
        }
    }

    @Inject KafkaClientService clients;

    @Inject MeterRegistry registry;

    private final Database database = new Database(Backbone.postgres());

    @Test
    void whatIsDoneIsCommittedAndTheOthersGoOnHoweverMuchPilesUpBehindTheOne() {
        String stuck = Bodies.room();
        String other = CorruptRecordTest.otherRoom(stuck);
        KafkaConsumer<byte[], byte[]> consumer = clients.getConsumer("game-messages");
        Backbone.kafka().deleteTopic(Backbone.DEAD_LETTERS);
        try (Log log = new Log(Backbone.kafka().bootstrapServers())) {
            log.write("chat", stuck, "{");
            log.flush();
            await().atMost(LIMIT).until(() -> log.lag("db-writer") == 1);
            for (int round = 1; round <= 10; round++) {
                consumer.pause().await().atMost(LIMIT);
                for (int i = 0; i < 100; i++) {
                    log.write("chat", stuck, Bodies.chat(stuck, "line " + i).toString());
                    log.write("chat", other, Bodies.chat(other, "line " + i).toString());
                }
                log.flush();
                consumer.resume().await().atMost(LIMIT);
                int rows = 100 * round;
                await().atMost(LIMIT).until(() -> database.rows(other) == rows);
                await().atMost(LIMIT).until(() -> log.lag("db-writer") == rows + 1);
            }
            assertEquals(0, database.rows(stuck));
            assertNoMoreIsReadOf(stuck, other, log);
            Backbone.kafka().createTopic(Backbone.DEAD_LETTERS, 1);
            await().atMost(LIMIT).until(() -> database.rows(stuck) == 1100);
            await().atMost(LIMIT).until(() -> log.lag("db-writer") == 0);
        }
    }

    /** What waits behind the one has its bound: the partition is paused, and it alone. */
    private void assertNoMoreIsReadOf(String stuck, String other, Log log) {
        Set<TopicPartition> paused = Set.of(new TopicPartition(Backbone.LOG, Log.partition(stuck)));
        await().atMost(LIMIT)
                .until(
                        () ->
                                clients.getConsumer("game-messages")
                                        .paused()
                                        .await()
                                        .atMost(LIMIT)
                                        .equals(paused));
        double before = received();
        for (int i = 0; i < 100; i++) {
            log.write("chat", stuck, Bodies.chat(stuck, "too much " + i).toString());
        }
        log.flush();
        log.write("chat", other, Bodies.chat(other, "afterwards").toString());
        log.flush();
        await().atMost(LIMIT).until(() -> database.rows(other) == 1001);
        assertEquals(before + 1, received());
    }

    private double received() {
        return registry.get("dungeontalk.persistence.received").counter().count();
    }
}
