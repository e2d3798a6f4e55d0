package org.dungeontalk.gateway.publish;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.gateway.Topics;
import org.junit.jupiter.api.Test;

/** A service publishes over HTTP, and players of the room read it. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
class PublishResourceTest {

    @TestHTTPResource("/")
    URI http;

    private final String room = "r-" + UUID.randomUUID();
    private final String service = "ai-" + UUID.randomUUID();

    @Test
    void theAnswerComesWhenTheLogHasItAndItsCursorIsTheMessageId() {
        try (RawClient mira = RawClient.connected(http.getPort(), Tokens.of("mira"))) {
            mira.subscribe("ai", "/sub/aichat/room/" + room);
            String cursor =
                    post(
                                    "aichat",
                                    "{\"senderId\":\"AI_GM\",\"content\":\"You hear steps.\","
                                            + "\"messageType\":\"AI\"}")
                            .statusCode(201)
                            .body("messageId", notNullValue())
                            .body("cursor", matchesPattern("[0-9a-f]{8}-\\d+-\\d+"))
                            .extract()
                            .path("cursor");
            String frame = mira.await(f -> f.contains("You hear steps."));
            assertTrue(frame.contains("\nmessage-id:" + cursor + "\n"));
            assertTrue(frame.contains("\"senderId\":\"AI_GM\""));
        }
    }

    @Test
    void theRoomIsTheDecodedPathSegment() {
        try (RawClient mira = RawClient.connected(http.getPort(), Tokens.of("mira"))) {
            mira.subscribe("chat", "/sub/chat/room/a+b,c;d%20방");
            String token = Tokens.withRoles(service, "service");
            post(token, "chat", "a+b%2Cc%3Bd%2520%EB%B0%A9", "{\"content\":\"found\"}")
                    .statusCode(201);
            mira.await(f -> f.contains("found"));
        }
    }

    @Test
    void whatAPlayerTypesIsReadAsItIs() {
        String text = "<script>alert(1)</script> \u001b[31m \r\n 안녕 😀";
        try (RawClient mira = RawClient.connected(http.getPort(), Tokens.of("mira"))) {
            mira.subscribe("chat", "/sub/chat/room/" + room);
            post("chat", new JsonObject().put("content", text).encode()).statusCode(201);
            String frame = mira.await(f -> f.contains("<script>"));
            JsonObject body = new JsonObject(frame.substring(frame.indexOf("\n\n") + 2));
            assertEquals(text, body.getString("content"));
        }
    }

    @Test
    void aRefusedMessageIsAProblemWithItsCode() {
        problem(post("chat", "{"), 400, "INVALID_JSON");
        problem(post("chat", ""), 400, "INVALID_JSON");
        problem(
                post("chat", "{\"content\":\"" + "x".repeat(2_001) + "\"}"),
                413,
                "CONTENT_TOO_LONG");
        problem(post("chat", "x".repeat(20_000)), 413, "REQUEST_ENTITY_TOO_LARGE");
        String player = Tokens.withRoles("gm-1", "gm");
        problem(post(player, "chat", room, "{\"content\":\"x\"}"), 403, "ROLE_REQUIRED");
        problem(
                post(Tokens.of(service), "chat", "a%2Fb", "{\"content\":\"x\"}"),
                403,
                "ROLE_REQUIRED");
        problem(
                RestAssured.given().body("{}").post(path("chat", room)).then(),
                401,
                "UNAUTHORIZED");
    }

    @Test
    void aBodyThatIsNotUtf8IsRefused() throws Exception {
        String json = "{\"content\":\"caf\u00e9\"}";
        for (Charset charset : List.of(UTF_16, UTF_16LE, UTF_16BE, ISO_8859_1)) {
            HttpRequest post =
                    HttpRequest.newBuilder(path("chat", room))
                            .version(HttpClient.Version.HTTP_1_1)
                            .header(
                                    "Authorization",
                                    "Bearer " + Tokens.withRoles(service, "service"))
                            .header("Content-Type", "application/json; charset=" + charset.name())
                            .POST(BodyPublishers.ofByteArray(json.getBytes(charset)))
                            .build();
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(post, BodyHandlers.ofString());
            assertEquals(400, answer.statusCode(), charset.name());
            JsonObject problem = new JsonObject(answer.body());
            assertEquals("INVALID_JSON", problem.getString("code"), charset.name());
            assertEquals("The body is not UTF-8.", problem.getString("detail"), charset.name());
        }
        post("chat", json).statusCode(201);
    }

    @Test
    void aMutedSenderIsNotHeardThroughAServiceEither() {
        String muted = "p-" + UUID.randomUUID();
        Topics.write("moderation", muted, "{\"playerId\":\"" + muted + "\",\"muted\":true}");
        String body = "{\"senderId\":\"" + muted + "\",\"content\":\"relayed\"}";
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> post("chat", body).extract().statusCode() == 403);
        problem(post("chat", body), 403, "MUTED");
        post("chat", "{\"content\":\"my own words\"}").statusCode(201);
    }

    @Test
    void aRetryIsAnsweredWithThePlaceOfTheFirstAndNobodyElseMayTakeItsId() {
        String id = uuidV7();
        String body = "{\"messageId\":\"" + id + "\",\"content\":\"once\"}";
        try (RawClient mira = RawClient.connected(http.getPort(), Tokens.of("mira"))) {
            mira.subscribe("chat", "/sub/chat/room/" + room);
            String cursor = post("chat", body).statusCode(201).extract().path("cursor");
            mira.await(f -> f.contains("\"once\""));
            post("chat", body)
                    .statusCode(201)
                    .body("messageId", equalTo(id))
                    .body("cursor", equalTo(cursor));
            problem(
                    post("chat", body.replace("{", "{\"senderId\":\"another\",")),
                    400,
                    "INVALID_MESSAGE_ID");
        }
    }

    private static String uuidV7() {
        String hex = String.format("%012x", System.currentTimeMillis());
        return hex.substring(0, 8)
                + "-"
                + hex.substring(8)
                + "-7"
                + UUID.randomUUID().toString().substring(15);
    }

    private ValidatableResponse post(String kind, String body) {
        return post(Tokens.withRoles(service, "service"), kind, room, body);
    }

    private ValidatableResponse post(String token, String kind, String roomId, String body) {
        return RestAssured.given()
                .urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + token)
                .contentType("application/json; charset=utf-8")
                .body(body)
                .post(path(kind, roomId))
                .then();
    }

    private URI path(String kind, String roomId) {
        return http.resolve("/api/" + kind + "/room/" + roomId + "/message");
    }

    private static ValidatableResponse problem(
            ValidatableResponse answer, int status, String code) {
        ValidatableResponse problem =
                answer.statusCode(status).contentType("application/problem+json");
        assertEquals(code, problem.extract().path("code"));
        return problem;
    }
}
