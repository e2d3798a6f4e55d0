package org.dungeontalk.persistence;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One byte of the log is damaged, so that the record's checksum is wrong. */
@QuarkusTest
@WithTestResource(Backbone.class)
@TestProfile(CorruptRecordTest.OwnLog.class)
class CorruptRecordTest {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** A Kafka of its own, because the damage stays in the log. */
    public static final class OwnLog implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("dungeontalk.log.lag-every", "1s");
        }
    }

    @Inject KafkaClientService clients;

    @Inject MeterRegistry registry;

    @TestHTTPResource(value = "/health/ready", management = true)
    URI ready;

    private final Database database = new Database(Backbone.postgres());
    private final String damaged = Bodies.room();
    private final String other = otherRoom(damaged);
    private Log log;

    @BeforeEach
    void open() {
        log = new Log(Backbone.kafka().bootstrapServers());
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void passesWhatCantBeReadAndTellsItsPlaceOnce() {
        double before = count("unreadable");
        pause();
        RecordMetadata place = write(damaged, "first", "damaged", "last").get(1);
        write(other, "elsewhere");
        damage(place.partition(), "damaged");
        consumer().resume().await().atMost(LIMIT);

        await().atMost(LIMIT).until(() -> database.rows(other) == 1);
        await().atMost(LIMIT).until(() -> database.rows(damaged) == 2);
        assertEquals(List.of("first", "last"), database.contents(damaged));
        ConsumerRecord<byte[], byte[]> letter = onlyLetterOf(place);
        assertNull(letter.value());
        assertEquals(
                Long.toString(place.offset()),
                new String(
                        letter.headers().lastHeader("dlt-last-offset").value(),
                        StandardCharsets.UTF_8));
        assertEquals(before + 1, count("unreadable"));
        await().atMost(LIMIT).until(() -> log.lag("db-writer") == 0);
        given().get(ready).then().statusCode(200);

        Operator operator = new Operator(ready);
        var replay = operator.replay("{\"" + place.partition() + "\": 0}");
        assertEquals(1, replay.get("refused").asLong());
        assertEquals(2, database.rows(damaged));
    }

    @Test
    void commitsBehindABatchThatIsTheLastOfItsPartition() {
        pause();
        for (int i = 0; i < 5; i++) {
            log.write("chat", damaged, Bodies.chat(damaged, "lost " + i).toString());
        }
        RecordMetadata place = log.flush().get(0);
        damage(place.partition(), "lost 3");
        consumer().resume().await().atMost(LIMIT);
        await().atMost(LIMIT).until(() -> log.lag("db-writer") == 0);
        write(damaged, "said afterwards");
        await().atMost(LIMIT).until(() -> database.rows(damaged) == 1);
    }

    @Test
    void theOtherPartitionsGoOnAndTheProbeSaysWhatIsWrongWhileItsLetterWaits() {
        Backbone.kafka().deleteTopic(Backbone.DEAD_LETTERS);
        pause();
        RecordMetadata place = write(damaged, "first", "spoilt", "last").get(1);
        damage(place.partition(), "spoilt");
        consumer().resume().await().atMost(LIMIT);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () ->
                                given().get(ready)
                                        .then()
                                        .statusCode(503)
                                        .body(
                                                containsString(
                                                        "game-messages-"
                                                                + place.partition()
                                                                + " can't be read at "
                                                                + place.offset())));
        write(other, "meanwhile");
        await().atMost(LIMIT).until(() -> database.rows(other) == 1);
        assertEquals(1, database.rows(damaged));

        Backbone.kafka().createTopic(Backbone.DEAD_LETTERS, 1);
        await().atMost(LIMIT).until(() -> database.rows(damaged) == 2);
        onlyLetterOf(place);
        await().atMost(LIMIT).untilAsserted(() -> given().get(ready).then().statusCode(200));
    }

    /**
     * Once the group has its partitions: an assignment lets them be read again. And until the fetch
     * that was on its way has come back, which would bring what is written now.
     */
    private void pause() {
        await().atMost(LIMIT)
                .until(() -> consumer().getAssignments().await().atMost(LIMIT).size() == 30);
        await().atMost(LIMIT).until(() -> consumer().paused().await().atMost(LIMIT).isEmpty());
        consumer().pause().await().atMost(LIMIT);
        await().during(Duration.ofSeconds(2))
                .atMost(LIMIT)
                .until(() -> consumer().paused().await().atMost(LIMIT).size() == 30);
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return clients.getConsumer("game-messages");
    }

    /** Each text in a batch of its own. */
    private List<RecordMetadata> write(String room, String... texts) {
        return java.util.stream.Stream.of(texts)
                .map(
                        text -> {
                            log.write("chat", room, Bodies.chat(room, text).toString());
                            return log.flush().get(0);
                        })
                .toList();
    }

    private static void damage(int partition, String text) {
        Backbone.kafka().stopBroker(0);
        Backbone.kafka().damage(0, Backbone.LOG, partition, text);
        Backbone.kafka().startBroker(0);
    }

    private ConsumerRecord<byte[], byte[]> onlyLetterOf(RecordMetadata place) {
        List<ConsumerRecord<byte[], byte[]>> letters =
                await().atMost(LIMIT)
                        .until(
                                () ->
                                        log.deadLetters().stream()
                                                .filter(it -> isOf(it, place))
                                                .toList(),
                                found -> !found.isEmpty());
        assertEquals(1, letters.size());
        return letters.get(0);
    }

    private static boolean isOf(ConsumerRecord<byte[], byte[]> letter, RecordMetadata place) {
        DeadLetterHeaders headers = DeadLetterHeaders.of(letter);
        return headers.offset() == place.offset() && headers.partition() == place.partition();
    }

    private double count(String what) {
        return registry.get("dungeontalk.persistence." + what).counter().count();
    }

    /** A room of another partition. */
    static String otherRoom(String room) {
        String other = Bodies.room();
        while (Log.partition(other) == Log.partition(room)) {
            other = Bodies.room();
        }
        return other;
    }
}
