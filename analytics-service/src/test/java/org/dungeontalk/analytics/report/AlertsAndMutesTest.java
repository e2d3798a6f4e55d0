package org.dungeontalk.analytics.report;

import static io.restassured.RestAssured.given;
import static java.time.temporal.ChronoUnit.DAYS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.dungeontalk.analytics.LogWriter;
import org.dungeontalk.analytics.ServiceTest;
import org.dungeontalk.analytics.Stack;
import org.dungeontalk.analytics.Tokens;
import org.dungeontalk.analytics.rollup.RollUp;
import org.dungeontalk.testing.Contract;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Stack.class)
class AlertsAndMutesTest extends ServiceTest {

    private static final String BASE = "/api/analytics/";
    private static final String MILLIS = "[0-9T:-]+(\\.[0-9]{1,3})?Z";

    /**
     * Lately: what lies more than eight days before the newest roll-up is not rolled up any more.
     */
    private static final Instant DAY = Instant.now().truncatedTo(DAYS).minus(2, DAYS);

    @TestHTTPResource("/")
    URI http;

    @Inject RollUp rollUp;

    @Test
    void aFloodIsAnAlertWithinTheTopicAndTheAnswer() {
        String room = newRoom();
        String player = "flooder-" + UUID.randomUUID();
        Instant now = Instant.now();
        List<Future<RecordMetadata>> written = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            written.add(writer.say(room, player, "word " + i, now.minusMillis(1_200 - i * 100)));
        }
        writer.await(written);
        await().atMost(LIMIT)
                .until(
                        () ->
                                log.topic("game-alerts").stream()
                                        .anyMatch(record -> text(record.value()).contains(player)));
        String told =
                log.topic("game-alerts").stream()
                        .map(record -> text(record.value()))
                        .filter(value -> value.contains(player))
                        .findFirst()
                        .orElseThrow();
        assertEquals(List.of(), Contract.violations("game-alert", told));
        as("operator")
                .queryParam("kind", "flood")
                .get(BASE + "alerts")
                .then()
                .statusCode(200)
                .body("alerts.subject.id", hasItem(player))
                .body("alerts.find { it.subject.id == '" + player + "' }.state", equalTo("open"));
        as("operator").get(BASE + "live").then().statusCode(200).body("openAlerts", not(0));
    }

    @Test
    void aModeratorMutesAndLiftsAndBothAreToldAndKept() {
        String player = "p-" + UUID.randomUUID();
        String path = BASE + "mutes/" + player;
        as("operator").contentType("application/json").body("{}").put(path).then().statusCode(403);
        given().contentType("application/json").body("{}").put(path).then().statusCode(401);
        as("moderator")
                .contentType("application/json")
                .body("{\"minutes\":0}")
                .put(path)
                .then()
                .statusCode(400)
                .body("detail", startsWith("minutes"));
        as("moderator")
                .contentType("application/json")
                .body("{\"minutes\":10,\"reason\":\"half \\ud83d\"}")
                .put(path)
                .then()
                .statusCode(400)
                .body("detail", startsWith("reason"));
        as("moderator")
                .contentType("application/json")
                .body("{\"minutes\":10,\"reason\":\"rude\"}")
                .put(path)
                .then()
                .statusCode(200)
                .body("muted", equalTo(true))
                .body("by", equalTo("x"))
                .body("until", matchesPattern(MILLIS))
                .body("at", matchesPattern(MILLIS));
        awaitTold(player, "\"muted\":true");
        as("moderator").get(BASE + "mutes").then().body("mutes.playerId", hasItem(player));
        as("moderator").delete(path).then().statusCode(200).body("muted", equalTo(false));
        awaitTold(player, "\"muted\":false");
        as("operator").get(BASE + "mutes").then().body("mutes.playerId", not(hasItem(player)));
        as("operator")
                .queryParam("player", player)
                .get(BASE + "mutes/audit")
                .then()
                .body("rulings.muted", equalTo(List.of(false, true)))
                .body("rulings.by", equalTo(List.of("x", "x")));
    }

    @Test
    void aMuteThatIsNotUtf8IsRefusedAndIsNone() throws Exception {
        String player = "p-" + UUID.randomUUID();
        String path = BASE + "mutes/" + player;
        String token = Tokens.token(Stack.SECRET, Map.of("id", "x", "roles", List.of("moderator")));
        HttpRequest put =
                HttpRequest.newBuilder(http.resolve(path))
                        .version(HttpClient.Version.HTTP_1_1)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json; charset=utf-16")
                        .PUT(BodyPublishers.ofString("{\"minutes\":10}", StandardCharsets.UTF_16))
                        .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(put, BodyHandlers.ofString());
        assertEquals(400, answer.statusCode());
        assertTrue(answer.body().contains("The body is not UTF-8."), answer.body());
        as("operator").get(BASE + "mutes").then().body("mutes.playerId", not(hasItem(player)));
    }

    @Test
    void rolledUpHoursAndDaysSayWhatTheMinutesSayAlsoAfterALateMessage() {
        String room = newRoom();
        List<Future<RecordMetadata>> written = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            written.add(writer.talk(room, "r-" + i % 20, DAY.plusSeconds(i * 60L)));
        }
        writer.await(written);
        awaitMessages(room, 300);
        List<Object> before = days(room);
        assertEquals(List.of(300, 20), before);
        await().atMost(LIMIT)
                .until(
                        () -> {
                            rollUp.rollUp().await().atMost(LIMIT);
                            return database.number(
                                            "SELECT count(*) FROM analytics.rollup WHERE room_id ="
                                                    + " ?",
                                            room)
                                    >= 6;
                        });
        assertEquals(before, days(room));
        LogWriter.await(writer.talk(room, "late", DAY.plusSeconds(3_600)));
        awaitMessages(room, 301);
        assertEquals(List.of(301, 21), days(room));
        rollUp.rollUp().await().atMost(LIMIT);
        assertEquals(List.of(301, 21), days(room));
        String csv =
                range(as("operator"))
                        .queryParam("by", "hour")
                        .queryParam("room", room)
                        .queryParam("format", "csv")
                        .get(BASE + "timeline")
                        .asString();
        assertTrue(csv.startsWith("start,messages,players"), csv);
        assertEquals(1 + 5, csv.lines().count());
    }

    private List<Object> days(String room) {
        var answer =
                range(as("operator"))
                        .queryParam("by", "day")
                        .queryParam("room", room)
                        .get(BASE + "timeline")
                        .jsonPath();
        return List.of(answer.getInt("windows[0].messages"), answer.getInt("players"));
    }

    private static RequestSpecification range(RequestSpecification asking) {
        return asking.queryParam("from", DAY.toString())
                .queryParam("to", DAY.plusSeconds(86_400).toString());
    }

    private void awaitTold(String player, String part) {
        log.topic("moderation").stream()
                .filter(record -> record.value() != null)
                .map(record -> text(record.value()))
                .forEach(
                        value -> assertEquals(List.of(), Contract.violations("moderation", value)));
        await().atMost(LIMIT)
                .until(
                        () ->
                                log.topic("moderation").stream()
                                        .filter(record -> text(record.key()).equals(player))
                                        .filter(record -> record.value() != null)
                                        .anyMatch(record -> text(record.value()).contains(part)));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static RequestSpecification as(String role) {
        String token = Tokens.token(Stack.SECRET, Map.of("id", "x", "roles", List.of(role)));
        return given().header("Authorization", "Bearer " + token);
    }
}
