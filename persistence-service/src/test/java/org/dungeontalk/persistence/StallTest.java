package org.dungeontalk.persistence;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A consumer that does not progress although all dependencies are available: its liveness fails
 * until it progresses. Transaction markers of a mirror are not a stall.
 */
@QuarkusTest
@WithTestResource(Backbone.class)
@TestProfile(StallTest.ShortLimits.class)
class StallTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /**
     * Checks often, and reports a stall after two seconds and a transaction that is open for three.
     * Also of {@link OpenTransactionTest}.
     */
    public static final class ShortLimits implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "dungeontalk.log.lag-every", "0.2s",
                    "dungeontalk.log.transaction-limit", "3s",
                    "dungeontalk.log.stall-limit", "2s");
        }
    }

    @Inject KafkaClientService clients;

    @Inject MeterRegistry registry;

    @TestHTTPResource(value = "/health/live", management = true)
    URI live;

    private final Database database = new Database(Backbone.postgres());

    @Test
    void livenessFailsWhileTheLogHasMoreAndNothingIsHandled() {
        String room = Bodies.room();
        KafkaConsumer<byte[], byte[]> consumer = clients.getConsumer("game-messages");
        try (Log log = new Log(Backbone.kafka().bootstrapServers())) {
            log.write("chat", room, Bodies.chat(room, "before").toString());
            log.flush();
            await().atMost(LIMIT).until(() -> database.rows(room) == 1);

            consumer.pause().await().atMost(LIMIT);
            log.write("chat", room, Bodies.chat(room, "meanwhile").toString());
            log.flush();
            await().atMost(LIMIT)
                    .untilAsserted(
                            () ->
                                    given().get(live)
                                            .then()
                                            .statusCode(503)
                                            .body(
                                                    "checks.findAll { it.status == 'DOWN' }.name",
                                                    hasItem("consumption")));

            consumer.resume().await().atMost(LIMIT);
            await().atMost(LIMIT).until(() -> database.rows(room) == 2);
            await().atMost(LIMIT).untilAsserted(() -> given().get(live).then().statusCode(200));
        }
    }

    @Test
    void whatAMirrorTookBackIsNotStoredAndItsMarksAreNoLag() {
        String room = Bodies.room();
        try (Log log = new Log(Backbone.kafka().bootstrapServers())) {
            log.mirror(room, Bodies.chat(room, "taken back").toString(), false);
            log.mirror(room, Bodies.chat(room, "said elsewhere").toString(), true);
            log.mirror(room, Bodies.chat(room, "taken back, too").toString(), false);
            await().atMost(LIMIT).until(() -> database.rows(room) > 0);
            await().atMost(LIMIT).until(() -> lag() == 0);
            assertTrue(log.lag("db-writer") > 0, "marks have offsets, and nobody commits them");
        }
        assertEquals(List.of("said elsewhere"), database.contents(room));
        given().get(live).then().statusCode(200);
    }

    private double lag() {
        return registry.get("dungeontalk.persistence.lag").gauge().value();
    }
}
