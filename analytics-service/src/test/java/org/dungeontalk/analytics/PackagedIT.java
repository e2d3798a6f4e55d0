package org.dungeontalk.analytics;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.dungeontalk.embedded.KafkaCluster;
import org.dungeontalk.testing.Contract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service as it is packaged, as a jar or as a native executable: from the log to numbers. */
@QuarkusIntegrationTest
@WithTestResource(PackagedStack.class)
class PackagedIT {

    private static final String BASE = "/api/analytics/";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** More than are told apart exactly, so that a sketch is made. */
    private static final int PLAYERS = 4_500;

    KafkaCluster kafka;

    @BeforeEach
    void awaitReady() {
        URI ready = PackagedStack.management().resolve("/q/health/ready");
        await().atMost(LIMIT).until(() -> given().get(ready).statusCode() == 200);
    }

    @Test
    void countsAndSketchesWhatTheLogHolds() {
        Instant now = Instant.now();
        try (LogWriter writer = new LogWriter(kafka.bootstrapServers())) {
            List<Future<RecordMetadata>> written = new ArrayList<>();
            for (int i = 0; i < PLAYERS; i++) {
                written.add(writer.talk("tavern", "p-" + i, now.minusSeconds(60)));
            }
            written.add(writer.write("chat", "tavern", "not json"));
            writer.await(written);
        }
        await().atMost(LIMIT).until(() -> activity("messages") == PLAYERS);
        assertEquals(PLAYERS, activity("players"), 0.05 * PLAYERS);
        Log log = new Log(kafka.bootstrapServers());
        await().atMost(LIMIT).until(() -> log.deadLetters().size() == 1);
        given().get(BASE + "activity").then().statusCode(401).body("status", equalTo(401));
    }

    @Test
    void tellsOfAFloodAndOfAModeratorsMute() {
        Instant now = Instant.now();
        try (LogWriter writer = new LogWriter(kafka.bootstrapServers())) {
            List<Future<RecordMetadata>> written = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                Instant at = now.minusMillis(1_200 - i * 100);
                written.add(writer.say("cellar", "flooder", "word " + i, at));
            }
            writer.await(written);
        }
        assertEquals(List.of(), Contract.violations("game-alert", told("game-alerts", "flooder")));
        as("operator").get(BASE + "alerts").then().body("alerts.subject.id", hasItem("flooder"));
        as("moderator")
                .contentType("application/json")
                .body("{\"minutes\":10,\"reason\":\"rude\"}")
                .put(BASE + "mutes/flooder")
                .then()
                .statusCode(200)
                .body("muted", equalTo(true));
        told("moderation", "\"muted\":true");
    }

    @Test
    void showsItsPageItsHealthAndItsMetrics() {
        given().get("/").then().statusCode(200).body(containsString("dashboard/main.js"));
        given().get("/dashboard/main.js").then().statusCode(200);
        given().get("/q/openapi?format=json").then().statusCode(200);
        given().get(PackagedStack.management().resolve("/q/health/ready")).then().statusCode(200);
        given().get(PackagedStack.management().resolve("/q/metrics"))
                .then()
                .statusCode(200)
                .body(containsString("dungeontalk_analytics_received_total"));
    }

    private static int activity(String what) {
        return as("operator")
                .queryParam("room", "tavern")
                .get(BASE + "activity")
                .then()
                .statusCode(200)
                .extract()
                .path(what);
    }

    private String told(String topic, String part) {
        Log log = new Log(kafka.bootstrapServers());
        return await().atMost(LIMIT)
                .until(
                        () ->
                                log.topic(topic).stream()
                                        .map(it -> new String(it.value(), StandardCharsets.UTF_8))
                                        .filter(it -> it.contains(part))
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static RequestSpecification as(String role) {
        String token = Tokens.token(Stack.SECRET, Map.of("id", "x", "roles", List.of(role)));
        return given().header("Authorization", "Bearer " + token);
    }
}
