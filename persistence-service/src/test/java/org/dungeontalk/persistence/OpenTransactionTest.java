package org.dungeontalk.persistence;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;

/** A producer writes in a transaction and does not end it. */
@QuarkusTest
@WithTestResource(Backbone.class)
@TestProfile(StallTest.ShortLimits.class)
class OpenTransactionTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Inject MeterRegistry registry;

    @TestHTTPResource(value = "/health/ready", management = true)
    URI ready;

    @TestHTTPResource(value = "/health/live", management = true)
    URI live;

    private final Database database = new Database(Backbone.postgres());

    @Test
    void theProbeAndAGaugeTellOfWhatNobodyReads() {
        String room = Bodies.room();
        try (Log log = new Log(Backbone.kafka().bootstrapServers());
                KafkaProducer<byte[], byte[]> foreign = log.begin("foreign", room, "not ended")) {
            for (int i = 0; i < 5; i++) {
                log.write("chat", room, Bodies.chat(room, "line " + i).toString());
            }
            log.flush();
            await().atMost(LIMIT)
                    .untilAsserted(
                            () ->
                                    given().get(ready)
                                            .then()
                                            .statusCode(503)
                                            .body(containsString("is open since offset")));
            assertEquals(
                    6, registry.get("dungeontalk.persistence.open.transaction").gauge().value());
            given().get(live).then().statusCode(200);
            assertEquals(
                    0,
                    registry.get("dungeontalk.persistence.lag").gauge().value(),
                    "what nobody may read yet is no reason to begin anew");
            assertEquals(0, database.rows(room));

            foreign.abortTransaction();
            await().atMost(LIMIT).until(() -> database.rows(room) == 5);
            await().atMost(LIMIT).untilAsserted(() -> given().get(ready).then().statusCode(200));
        }
        assertEquals(
                List.of("line 0", "line 1", "line 2", "line 3", "line 4"), database.contents(room));
    }
}
