package org.dungeontalk.persistence;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replays of a part of the log. */
@QuarkusTest
@WithTestResource(Backbone.class)
class ReplayTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String PROBLEM = "application/problem+json";

    private final Database database = new Database(Backbone.postgres());
    private final String room = Bodies.room();
    private final List<String> said = IntStream.range(0, 3000).mapToObj(i -> "line " + i).toList();

    @TestHTTPResource(value = "/metrics", management = true)
    URI management;

    @Inject MeterRegistry registry;

    private Instant before;
    private List<RecordMetadata> places;
    private Operator operator;

    @BeforeEach
    void speak() {
        operator = new Operator(management);
        before = Instant.now();
        try (Log log = new Log(Backbone.kafka().bootstrapServers())) {
            said.forEach(line -> log.write("chat", room, Bodies.chat(room, line).toString()));
            log.write("chat", room, "poison");
            places = log.flush();
            await().atMost(LIMIT).until(() -> database.rows(room) == said.size());
            await().atMost(LIMIT).until(() -> log.lag("db-writer") == 0);
        }
    }

    @Test
    void bringsBackWhatWasLostSinceATimeAndDoublesNothing() {
        double received = count("received");
        long letters = letters();
        database.execute(
                "DELETE FROM persistence.message WHERE room_id = '"
                        + room
                        + "' AND log_offset % 3 = 0");
        JsonNode progress = operator.replay("\"" + before + "\"");
        assertEquals(said, database.contents(room));
        assertEquals(progress.get("records").asLong(), progress.get("done").asLong());
        assertTrue(progress.get("records").asLong() >= said.size());
        assertEquals(
                progress.get("records").asLong(),
                progress.get("stored").asLong()
                        + progress.get("duplicate").asLong()
                        + progress.get("refused").asLong());
        assertTrue(progress.get("stored").asLong() >= 999);
        assertTrue(progress.get("refused").asLong() >= 1);
        assertEquals(received, count("received"), "the live stream was not touched");
        assertEquals(letters, letters(), "poison is given up once");
        assertEquals(progress, operator.get("/admin/replay"));
    }

    @Test
    void replaysFromOffsetsOfPartitions() {
        long from = places.get(1000).offset();
        database.execute("DELETE FROM persistence.message WHERE room_id = '" + room + "'");
        JsonNode progress =
                operator.replay("{\"" + places.get(0).partition() + "\": " + from + "}");
        assertEquals(said.subList(1000, 3000), database.contents(room));
        assertEquals(2001, progress.get("records").asLong());
        assertEquals(1, progress.get("partitions").size());
    }

    @Test
    void hasNothingToDoFromATimeThatIsStillToCome() {
        JsonNode progress = operator.replay("\"" + Instant.now().plusSeconds(3600) + "\"");
        assertEquals(0, progress.get("records").asLong());
    }

    @Test
    void refusesWhatItCantUnderstand() {
        for (String body :
                List.of(
                        "",
                        "x",
                        "[]",
                        "{}",
                        "{\"from\": 1}",
                        "{\"from\": \"yesterday\"}",
                        "{\"from\": {}}",
                        "{\"from\": {\"x\": 1}}",
                        "{\"from\": {\"1\": -1}}",
                        "{\"from\": {\"1\": \"1\"}}")) {
            operator.post("/admin/replay", body).statusCode(400).contentType(PROBLEM);
        }
    }

    @Test
    void refusesAPartitionThatTheTopicDoesNotHave() {
        for (String from : List.of("{\"999\": 0}", "{\"0\": 0, \"999\": 0}")) {
            operator.post("/admin/replay", "{\"from\": " + from + "}")
                    .statusCode(400)
                    .contentType(PROBLEM);
        }
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        operator.post("/admin/replay", " ".repeat(10_001)).statusCode(400).contentType(PROBLEM);
    }

    @Test
    void refusesABodyThatIsNotUtf8() throws Exception {
        HttpRequest post =
                HttpRequest.newBuilder(management.resolve("/admin/replay"))
                        .version(HttpClient.Version.HTTP_1_1)
                        .header("Authorization", "Bearer " + Operator.token())
                        .header("Content-Type", "application/json; charset=utf-16")
                        .POST(
                                BodyPublishers.ofString(
                                        "{\"from\": \"2030-01-01T00:00:00Z\"}", UTF_16))
                        .build();
        HttpResponse<String> answer =
                HttpClient.newHttpClient().send(post, BodyHandlers.ofString());
        assertEquals(400, answer.statusCode());
        assertTrue(answer.body().contains("The body is not UTF-8."), answer.body());
    }

    @Test
    void isForOperatorsOnly() {
        for (String path : List.of("/admin/replay", "/admin/erasure")) {
            URI uri = management.resolve(path);
            given().post(uri).then().statusCode(401).contentType(PROBLEM);
            given().auth()
                    .oauth2(Token.of("p-1"))
                    .body("{\"from\": \"" + before + "\"}")
                    .post(uri)
                    .then()
                    .statusCode(403)
                    .contentType(PROBLEM);
            given().auth().oauth2(Operator.token()).post(path).then().statusCode(404);
        }
    }

    private double count(String what) {
        return registry.get("dungeontalk.persistence." + what).counter().count();
    }

    private static long letters() {
        try (Log log = new Log(Backbone.kafka().bootstrapServers())) {
            return log.deadLetters().size();
        }
    }
}
