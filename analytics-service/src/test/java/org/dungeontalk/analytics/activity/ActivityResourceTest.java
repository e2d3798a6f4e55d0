package org.dungeontalk.analytics.activity;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.dungeontalk.analytics.LogWriter;
import org.dungeontalk.analytics.ServiceTest;
import org.dungeontalk.analytics.Stack;
import org.dungeontalk.analytics.Tokens;
import org.dungeontalk.analytics.rollup.ActivityMerge;
import org.dungeontalk.testing.Contract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(Stack.class)
class ActivityResourceTest extends ServiceTest {

    private static final String PATH = "/api/analytics/activity";
    private static final Instant MINUTE = Instant.parse("2026-03-01T12:00:00Z");

    @Inject ActivityMerge merge;

    @Test
    void answersWithMessagesAndPlayersPerMinutePerRoomAndOverAll() {
        String tavern = newRoom();
        String cellar = newRoom();
        LogWriter.await(writer.talk(tavern, "mira", MINUTE));
        LogWriter.await(writer.talk(tavern, "mira", MINUTE.plusSeconds(59)));
        LogWriter.await(writer.talk(tavern, "olaf", MINUTE.plusSeconds(60)));
        LogWriter.await(writer.talk(cellar, "mira", MINUTE.plusSeconds(61)));
        awaitMessages(tavern, 3);
        awaitMessages(cellar, 1);
        String overall =
                operator()
                        .queryParam("from", MINUTE.toString())
                        .queryParam("to", MINUTE.plusSeconds(120).toString())
                        .get(PATH)
                        .then()
                        .statusCode(200)
                        .contentType("application/json")
                        .body("roomId", equalTo(null))
                        .body("from", equalTo("2026-03-01T12:00:00Z"))
                        .body("to", equalTo("2026-03-01T12:02:00Z"))
                        .body("messages", equalTo(4))
                        .body("players", equalTo(2))
                        .body("minutes.minute[0]", equalTo("2026-03-01T12:00:00Z"))
                        .body("minutes.messages", equalTo(List.of(2, 2)))
                        .body("minutes.players", equalTo(List.of(1, 2)))
                        .body("rooms.roomId", equalTo(List.of(tavern, cellar)))
                        .body("rooms.messages", equalTo(List.of(3, 1)))
                        .body("rooms.players", equalTo(List.of(2, 1)))
                        .extract()
                        .asString();
        assertEquals(List.of(), Contract.violations("activity", overall));
        String room =
                operator()
                        .queryParam("from", MINUTE.toString())
                        .queryParam("to", MINUTE.plusSeconds(60).toString())
                        .queryParam("room", tavern)
                        .queryParam("kind", "chat")
                        .get(PATH)
                        .then()
                        .statusCode(200)
                        .body("roomId", equalTo(tavern))
                        .body("messages", equalTo(2))
                        .extract()
                        .asString();
        assertEquals(List.of(), Contract.violations("activity", room));
    }

    @Test
    void aSpanMayBeginAndEndAtAnyMinuteBeforeAndAfterCountsAreMerged() {
        String room = newRoom();
        Instant first = MINUTE.plusSeconds(5 * 86_400);
        List<Future<RecordMetadata>> written = new ArrayList<>();
        for (int minute = 0; minute < 30; minute++) {
            for (int player = 0; player <= minute % 3; player++) {
                written.add(writer.talk(room, "p-" + player, first.plusSeconds(minute * 60)));
            }
        }
        writer.await(written);
        awaitMessages(room, 60);
        everySpanIsWhole(room, first);
        await().atMost(LIMIT)
                .until(
                        () -> {
                            merge.merge().await().atMost(LIMIT);
                            return database.number(
                                            "SELECT count(*) FROM analytics.activity_batch WHERE ?"
                                                    + " = ANY (rooms)",
                                            room)
                                    == 0;
                        });
        everySpanIsWhole(room, first);
    }

    private void everySpanIsWhole(String room, Instant first) {
        for (int from : List.of(0, 1, 7, 10, 19)) {
            for (int to : List.of(20, 21, 29, 30)) {
                List<Integer> messages =
                        IntStream.range(from, to).mapToObj(minute -> 1 + minute % 3).toList();
                int sum = messages.stream().mapToInt(n -> n).sum();
                RequestSpecification span =
                        operator()
                                .queryParam("from", first.plusSeconds(from * 60).toString())
                                .queryParam("to", first.plusSeconds(to * 60).toString());
                span.get(PATH)
                        .then()
                        .body("messages", equalTo(sum))
                        .body("minutes.messages", equalTo(messages));
                span.queryParam("by", "minute")
                        .queryParam("room", room)
                        .get("/api/analytics/timeline")
                        .then()
                        .body("windows.messages", equalTo(messages))
                        .body("windows.players", equalTo(messages));
            }
        }
    }

    @Test
    void answersWithTheLastDayByDefaultAndWithNothingForASilentRoom() {
        String room = newRoom();
        LogWriter.await(writer.talk(room, "mira", Instant.now()));
        awaitMessages(room, 1);
        operator().queryParam("room", room).get(PATH).then().body("messages", equalTo(1));
        operator()
                .queryParam("room", room)
                .queryParam("kind", "aichat")
                .get(PATH)
                .then()
                .statusCode(200)
                .body("messages", equalTo(0))
                .body("players", equalTo(0))
                .body("minutes", equalTo(List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=yesterday",
                "from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z",
                "from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z",
                "kind=voice",
                "room=a%00b",
            })
    void refusesAQuestionThatCannotBeUnderstood(String query) {
        operator()
                .urlEncodingEnabled(false)
                .get(PATH + "?" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("about:blank"))
                .body("title", equalTo("Bad Request"))
                .body("status", equalTo(400));
    }

    @Test
    void knowsNobodyWithoutAGoodToken() {
        given().get(PATH)
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer")
                .contentType("application/problem+json");
        given().header("Authorization", "Basic eDp5").get(PATH).then().statusCode(401);
        bearer("another secret of 32 bytes or so", Map.of("id", "x", "roles", List.of("operator")))
                .get(PATH)
                .then()
                .statusCode(401);
    }

    @Test
    void showsEverythingToOperatorsAndModeratorsOnly() {
        for (String role : List.of("operator", "moderator")) {
            bearer(Map.of("id", "x", "roles", List.of(role))).get(PATH).then().statusCode(200);
        }
        bearer(Map.of("id", "x", "roles", List.of("gm", "service")))
                .get(PATH)
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("detail", startsWith("The token has neither"));
    }

    @Test
    void showsARoomToThoseWhoMayReadIt() {
        Map<String, Object> member = Map.of("id", "x", "rooms", List.of("tavern"));
        bearer(member).queryParam("room", "tavern").get(PATH).then().statusCode(200);
        bearer(member).queryParam("room", "cellar").get(PATH).then().statusCode(403);
        bearer(Map.of("id", "x")).queryParam("room", "cellar").get(PATH).then().statusCode(200);
    }

    @Test
    void refusesForeignOrigins() {
        operator().header("Origin", "https://evil.example").get(PATH).then().statusCode(403);
    }

    @Test
    void describesItsEndpointsAsTheContractDoes() throws IOException {
        ObjectMapper yaml = new YAMLMapper();
        assertEquals(
                yaml.readTree(Contract.openApi("analytics")),
                yaml.readTree(given().get("/q/openapi").asString()));
    }

    private static RequestSpecification operator() {
        return bearer(Map.of("id", "op-1", "roles", List.of("operator")));
    }

    private static RequestSpecification bearer(Map<String, Object> claims) {
        return bearer(Stack.SECRET, claims);
    }

    private static RequestSpecification bearer(String secret, Map<String, Object> claims) {
        return given().header("Authorization", "Bearer " + Tokens.token(secret, claims));
    }
}
