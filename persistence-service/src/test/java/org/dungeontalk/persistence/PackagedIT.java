package org.dungeontalk.persistence;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service as it is packaged, as a jar or as a native executable: from the log to history. */
@QuarkusIntegrationTest
@WithTestResource(PackagedBackbone.class)
class PackagedIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Database database = new Database(Backbone.postgres());
    private final URI management = PackagedBackbone.management();

    @BeforeEach
    void awaitReady() {
        URI ready = management.resolve("/q/health/ready");
        await().atMost(LIMIT).until(() -> given().get(ready).statusCode() == 200);
    }

    @Test
    void storesWhatTheLogHoldsServesItAndPutsPoisonAside() {
        String room = Bodies.room();
        try (Log log = new Log(Backbone.kafka().bootstrapServers())) {
            log.write("chat", room, Bodies.chat(room, "first").toString());
            log.write("chat", room, "not json");
            log.write("chat", room, Bodies.chat(room, "last").toString());
            log.flush();
            await().atMost(LIMIT).until(() -> database.rows(room) == 2);
            List<ConsumerRecord<byte[], byte[]>> letters =
                    await().atMost(LIMIT).until(log::deadLetters, it -> !it.isEmpty());
            assertEquals("db-writer", DeadLetterHeaders.of(letters.get(0)).group());
        }
        given().auth()
                .oauth2(Token.of("p-1"))
                .get("/api/chat/room/" + room + "/messages")
                .then()
                .statusCode(200)
                .body("messages.content", equalTo(List.of("last", "first")));
        given().get("/api/chat/room/" + room + "/messages")
                .then()
                .statusCode(401)
                .body("status", equalTo(401));
        given().get("/q/openapi").then().statusCode(404);
    }

    @Test
    void answersOperatorsOnTheManagementPort() {
        assertEquals("DONE", new Operator(management).replay("{\"0\": 0}").get("state").asText());
        given().get(management.resolve("/q/health/ready")).then().statusCode(200);
        given().get(management.resolve("/q/openapi"))
                .then()
                .statusCode(200)
                .body(containsString("chatHistory"));
        given().get(management.resolve("/q/metrics"))
                .then()
                .statusCode(200)
                .body(containsString("dungeontalk_persistence_stored_total"));
    }
}
