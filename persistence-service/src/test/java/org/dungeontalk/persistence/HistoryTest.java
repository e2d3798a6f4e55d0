package org.dungeontalk.persistence;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.dungeontalk.testing.Contract;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;

/** The history of a room, as the page reads it. */
@QuarkusTest
@WithTestResource(Backbone.class)
class HistoryTest {

    private static final String PATH = "/api/chat/room/{room}/messages";
    private static final String PROBLEM = "application/problem+json";

    private final Database database = new Database(Backbone.postgres());

    @Test
    void pagesFromTheNewestToTheBeginningWithoutGapOrRepetition() {
        String room = Bodies.room();
        List<String> said = IntStream.range(0, 23).mapToObj(i -> "line " + i).toList();
        write(room, said.stream().map(line -> Bodies.chat(room, line).toString()).toList());

        List<String> read = new ArrayList<>();
        String before = null;
        int pages = 0;
        do {
            String text =
                    ask(Token.of("p-9"), room, "limit", "10", "before", before)
                            .statusCode(200)
                            .extract()
                            .asString();
            assertEquals(List.of(), Contract.violations("history-page", text));
            JsonNode page = Contract.json(text);
            page.get("messages").forEach(line -> read.add(0, line.get("content").asText()));
            before = page.get("before").isNull() ? null : page.get("before").asText();
            pages++;
        } while (before != null);

        assertEquals(said, read);
        assertEquals(3, pages);
    }

    @Test
    void endsWithANullCursorWhenTheLastPageIsFull() {
        String room = Bodies.room();
        write(room, List.of(body(room, "a"), body(room, "b")));
        ask(Token.of("p-9"), room, "limit", "2", "before", null)
                .statusCode(200)
                .body("messages.content", contains("b", "a"))
                .body("before", nullValue());
    }

    @Test
    void pagesOnFromACursorToTheNewestWithoutGapOrRepetition() {
        String room = Bodies.room();
        List<String> said = IntStream.range(0, 23).mapToObj(i -> "line " + i).toList();
        write(room, said.stream().map(line -> Bodies.chat(room, line).toString()).toList());
        JsonNode newest = page(room, Map.of("limit", 23));
        String after = newest.get("messages").get(22).get("cursor").asText();

        List<String> read = new ArrayList<>();
        JsonNode page = page(room, Map.of("limit", 10, "after", after));
        while (!page.get("messages").isEmpty()) {
            List<String> lines = new ArrayList<>();
            page.get("messages").forEach(line -> lines.add(0, line.get("content").asText()));
            read.addAll(lines);
            after = page.get("after").asText();
            page = page(room, Map.of("limit", 10, "after", after));
        }
        assertEquals(said.subList(1, 23), read);
        assertEquals(newest.get("after").asText(), page.get("after").asText());
        write(room, List.of(body(room, "one more")), 24);
        assertEquals(
                "one more", page(room, Map.of("after", after)).at("/messages/0/content").asText());
    }

    @Test
    void goesBackFromAPageThatWasAskedForForwards() {
        String room = Bodies.room();
        write(room, List.of(body(room, "a"), body(room, "b"), body(room, "c"), body(room, "d")));
        JsonNode all = page(room, Map.of());
        String first = all.at("/messages/3/cursor").asText();
        JsonNode forwards = page(room, Map.of("after", first, "limit", 2));
        assertEquals("c", forwards.at("/messages/0/content").asText());
        JsonNode back = page(room, Map.of("before", forwards.get("before").asText()));
        assertEquals("a", back.at("/messages/0/content").asText());
    }

    @Test
    void answersAPageThatTheClientHasWithoutABody() {
        String room = Bodies.room();
        write(room, List.of(body(room, "a")));
        String tag =
                ask(Token.of("p-1"), room)
                        .header("Cache-Control", containsString("private"))
                        .extract()
                        .header("ETag");
        given().auth()
                .oauth2(Token.of("p-1"))
                .header("If-None-Match", tag)
                .get(PATH, room)
                .then()
                .statusCode(304)
                .header("ETag", tag)
                .body(equalTo(""));
        write(room, List.of(body(room, "b")), 2);
        given().auth()
                .oauth2(Token.of("p-1"))
                .header("If-None-Match", tag)
                .get(PATH, room)
                .then()
                .statusCode(200)
                .body("messages.content", contains("b", "a"));
    }

    @Test
    void tellsAWhisperOnlyToItsTwo() {
        String room = Bodies.room();
        write(
                room,
                List.of(
                        body(room, "aloud"),
                        Bodies.whisper(room, "p-1", "p-2", "the innkeeper lies").toString()));
        for (String player : List.of("p-1", "p-2")) {
            ask(Token.of(player), room)
                    .body("messages.content", contains("the innkeeper lies", "aloud"));
        }
        ask(Token.of("p-3"), room).body("messages.content", contains("aloud"));
    }

    @Test
    void answersAnUnknownRoomWithAnEmptyPage() {
        ask(Token.of("p-1"), "nobody/was here: 방")
                .statusCode(200)
                .body("messages", empty())
                .body("before", nullValue());
    }

    @Test
    void keepsTheTwoKindsOfRoomsApart() {
        String room = Bodies.room();
        write(room, List.of(body(room, "chat")));
        given().auth()
                .oauth2(Token.of("p-1"))
                .get("/api/aichat/room/{room}/messages", room)
                .then()
                .statusCode(200)
                .body("messages", empty());
    }

    @Test
    void refusesAParameterThatBreaksItsRule() {
        String room = Bodies.room();
        for (String limit : List.of("0", "201", "-1", "ten", "1e2", "99999999999")) {
            ask(Token.of("p-1"), room, "limit", limit, "before", null)
                    .statusCode(400)
                    .contentType(PROBLEM)
                    .body("status", equalTo(400));
        }
        List<String> cursors = List.of("x", "5f0c2a91", "5f0c2a91-1", "5F0C2A91-1-1");
        for (String before : cursors) {
            ask(Token.of("p-1"), room, "limit", "1", "before", before).statusCode(400);
        }
        ask(Token.of("p-1"), room, "limit", "1", "before", "ffffffff-1-1").statusCode(400);
        ask(Token.of("p-1"), room, "limit", "1", "after", "ffffffff-1-1").statusCode(400);
        ask(Token.of("p-1"), room, "after", "0f0c2a91-1-1", "before", "0f0c2a91-1-1")
                .statusCode(400);
        ask(Token.of("p-1"), room, "after", "0f0c2a91-1-1", "q", "key").statusCode(400);
        ask(Token.of("p-1"), room, "limit", "1", "q", " ").statusCode(400);
        ask(Token.of("p-1"), room, "limit", "1", "q", "x".repeat(101)).statusCode(400);
        ask(Token.of("p-1"), "a\0b").statusCode(400);
    }

    @Test
    void refusesWhoBringsNoGoodToken() {
        String room = Bodies.room();
        JwtClaims expired = Token.claims("p-1");
        expired.setExpirationTimeMinutesInTheFuture(-1);
        List<String> tokens =
                List.of(
                        "",
                        "x",
                        Token.of("p-1") + "x",
                        Token.sign(expired),
                        Token.sign(Token.claims("p-1"), "another secret of sufficient length"));
        for (String token : tokens) {
            ask(token, room)
                    .statusCode(401)
                    .contentType(PROBLEM)
                    .header("WWW-Authenticate", "Bearer");
        }
        given().get(PATH, room).then().statusCode(401).contentType(PROBLEM);
        given().get(PATH + "?token=" + Token.of("p-1"), room).then().statusCode(401);
        given().auth().preemptive().basic("p-1", "x").get(PATH, room).then().statusCode(401);
        given().header("Authorization", "Bearer " + Token.of("p-1"), "Bearer " + Token.of("p-2"))
                .get(PATH, room)
                .then()
                .statusCode(401);
    }

    @Test
    void refusesARoomThatTheTokenDoesNotName() {
        String room = Bodies.room();
        ask(Token.of("p-1", List.of("elsewhere")), room).statusCode(403).contentType(PROBLEM);
        ask(Token.of("p-1", List.of()), room).statusCode(403);
        ask(Token.of("p-1", List.of("elsewhere", room)), room).statusCode(200);
    }

    @Test
    void takesNoForeignOriginWithoutAList() {
        ValidatableResponse answer =
                given().auth()
                        .oauth2(Token.of("p-1"))
                        .header("Origin", "https://elsewhere.example")
                        .get(PATH, "room")
                        .then();
        assertNull(answer.extract().header("Access-Control-Allow-Origin"));
    }

    private static String body(String room, String content) {
        return Bodies.chat(room, content).toString();
    }

    @Test
    void refusesWhatIsNotThereInTheSameForm() {
        String token = Token.of("p-1");
        given().auth()
                .oauth2(token)
                .get("/api/nothing")
                .then()
                .statusCode(404)
                .contentType(PROBLEM);
        given().auth()
                .oauth2(token)
                .delete(PATH, "room")
                .then()
                .statusCode(405)
                .contentType(PROBLEM);
    }

    private static JsonNode page(String room, Map<String, ?> parameters) {
        String text =
                given().auth()
                        .oauth2(Token.of("p-9"))
                        .queryParams(parameters)
                        .get(PATH, room)
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString();
        assertEquals(List.of(), Contract.violations("history-page", text));
        return Contract.json(text);
    }

    private void write(String room, List<String> bodies) {
        write(room, bodies, bodies.size());
    }

    private void write(String room, List<String> bodies, int rows) {
        try (Log log = new Log(Backbone.kafka().bootstrapServers())) {
            bodies.forEach(body -> log.write("chat", room, body));
            log.flush();
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> database.rows(room) == rows);
    }

    private static ValidatableResponse ask(String token, String room) {
        return given().auth().oauth2(token).get(PATH, room).then();
    }

    private static ValidatableResponse ask(
            String token, String room, String limit, String size, String before, String cursor) {
        var request = given().auth().oauth2(token).queryParam(limit, size);
        if (cursor != null) {
            request.queryParam(before, cursor);
        }
        return request.get(PATH, room).then();
    }
}
