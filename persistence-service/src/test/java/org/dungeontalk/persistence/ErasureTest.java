package org.dungeontalk.persistence;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.dungeontalk.testing.Contract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Erasure of a player's messages. */
@QuarkusTest
@WithTestResource(Backbone.class)
class ErasureTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Database database = new Database(Backbone.postgres());
    private final String room = Bodies.room();
    private final String player = "player-" + UUID.randomUUID();
    private final Instant before = Instant.now();

    @TestHTTPResource(value = "/metrics", management = true)
    URI management;

    private Log log;
    private Operator operator;

    @BeforeEach
    void speak() {
        operator = new Operator(management);
        log = new Log(Backbone.kafka().bootstrapServers());
        say(player, null, "my secret");
        say("p-2", player, "psst");
        say("p-2", null, "aloud");
        awaitRows(3);
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void erasesWordsAndNamesAndNoReplayBringsThemBack() {
        String pseudonym = operator.erase(player, "ERASE");
        assertForgotten();
        assertEquals(2, operator.get("/admin/erasure/" + pseudonym).get("rowsChanged").asLong());
        database.execute("DELETE FROM persistence.message WHERE room_id = '" + room + "'");
        await().atMost(LIMIT).until(() -> log.lag("db-writer") == 0);
        operator.replay("\"" + before.minusSeconds(1) + "\"");
        assertEquals(3, database.rows(room));
        assertForgotten();
    }

    @Test
    void coversAMessageThatWasStillUnderWayAndNoneThatIsSaidLater() {
        Instant spoken = Instant.now();
        operator.erase(player, "ERASE");
        log.write(
                "chat",
                room,
                Bodies.chat(room, "late")
                        .put("senderId", player)
                        .put("createdAt", "" + spoken)
                        .toString());
        say(player, null, "back again");
        awaitRows(5);
        assertEquals(List.of("", "psst", "aloud", "", "back again"), database.contents(room));
    }

    @Test
    void pseudonymisesAndErasesWhatWasPseudonymised() {
        String pseudonym = operator.erase(player, "PSEUDONYMISE");
        assertEquals(List.of("my secret", "psst", "aloud"), database.contents(room));
        assertEquals(0, namesOf(player));
        assertEquals(2, namesOf(pseudonym));
        assertEquals(pseudonym, operator.erase(player, "ERASE"));
        assertForgotten();
        operator.erase(player, "PSEUDONYMISE");
        assertForgotten();
    }

    @Test
    void tellsOtherServicesOfEveryRequest() {
        String pseudonym = operator.erase(player, "PSEUDONYMISE");
        JsonNode told = told(it -> it.get("mode").asText().equals("PSEUDONYMISE"));
        assertEquals(pseudonym, told.get("pseudonym").asText());
        JsonNode answer = operator.get("/admin/erasure/" + pseudonym);
        assertEquals(
                Instant.parse(told.get("through").asText()),
                Instant.parse(answer.get("through").asText()));
        for (JsonNode time :
                List.of(
                        told.get("through"),
                        told.get("at"),
                        answer.get("requestedAt"),
                        answer.get("finishedAt"))) {
            assertEquals(0, Instant.parse(time.asText()).getNano() % 1_000_000, time::asText);
        }
        operator.erase(player, "ERASE");
        Instant first = Instant.parse(told.get("through").asText());
        JsonNode then = told(it -> it.get("mode").asText().equals("ERASE"));
        assertTrue(Instant.parse(then.get("through").asText()).isAfter(first));
    }

    @Test
    void ingestionGoesOnWhileAnErasureWaitsForAWriterThatDoesNotEnd() throws SQLException {
        String spoken = "spoken " + player;
        try (Connection writer = database.begin();
                PreparedStatement row =
                        writer.prepareStatement(
                                "INSERT INTO persistence.message (message_id, created_at,"
                                    + " log_offset, log_epoch, log_partition, kind, type, room_id,"
                                    + " sender_id, sender_nickname, content) VALUES"
                                    + " (gen_random_uuid(), now(), 0, 0, 0, 'chat', 'TALK',"
                                    + " 'elsewhere', ?, 'x', ?)")) {
            row.setString(1, player);
            row.setString(2, spoken);
            row.execute();
            String pseudonym = operator.requestErasure(player, "ERASE");
            for (int line = 4; line < 12; line++) {
                say("p-2", null, "meanwhile");
                int rows = line;
                await().atMost(Duration.ofSeconds(5)).until(() -> database.rows(room) == rows);
                assertTrue(operator.get("/admin/erasure/" + pseudonym).get("finishedAt").isNull());
            }
            writer.commit();
            operator.awaitErased(pseudonym);
        }
        assertEquals(
                0,
                database.number(
                        "SELECT count(*) FROM persistence.message WHERE content = ?", spoken));
    }

    @Test
    void changesMoreRowsThanAChunkHolds() {
        database.execute(
                "INSERT INTO persistence.message (message_id, created_at, log_offset, log_epoch,"
                        + " log_partition, kind, type, room_id, sender_id, receiver_id,"
                        + " sender_nickname, content) SELECT gen_random_uuid(), now() - interval '1"
                        + " day' * (i / 40), i, 0, 0, 'chat', 'TALK', 'many "
                        + player
                        + "', CASE WHEN i % 2 = 0 THEN '"
                        + player
                        + "' ELSE 'p-2' END, CASE WHEN i % 2 = 1 THEN '"
                        + player
                        + "' END, 'x', 'words' FROM generate_series(1, 6000) AS i");
        String pseudonym = operator.erase(player, "PSEUDONYMISE");
        assertEquals(
                0,
                database.number(
                        "SELECT count(*) FROM persistence.message WHERE ? IN (sender_id,"
                                + " receiver_id)",
                        player));
        assertEquals(6002, operator.get("/admin/erasure/" + pseudonym).get("rowsChanged").asLong());
        assertEquals(1000, rowsOfTheLargestTransaction("many " + player));
        operator.erase(player, "ERASE");
        assertEquals(
                3000,
                database.number(
                        "SELECT count(*) FROM persistence.message WHERE erased AND room_id = ?",
                        "many " + player));
    }

    /** Rows of a room that were changed together, by the ids of the transactions that did it. */
    private long rowsOfTheLargestTransaction(String changed) {
        return database.number(
                "SELECT max(n) FROM (SELECT count(*) AS n FROM persistence.message"
                        + " WHERE room_id = ? GROUP BY xmin::text) AS transactions",
                changed);
    }

    /** The newest record of the player, once it is as it should be. */
    private JsonNode told(Predicate<JsonNode> expected) {
        return await().atMost(LIMIT)
                .until(
                        () ->
                                log.erasures().stream()
                                        .filter(it -> new String(it.key(), UTF_8).equals(player))
                                        .map(it -> new String(it.value(), UTF_8))
                                        .peek(it -> assertEquals(List.of(), complaints(it)))
                                        .map(Contract::json)
                                        .reduce(Contract.json("{\"mode\": \"\"}"), (a, b) -> b),
                        expected);
    }

    private static List<String> complaints(String body) {
        return Contract.violations("erasure", body);
    }

    @Test
    void refusesWhatItCantUnderstand() {
        for (String body :
                List.of(
                        "{}",
                        "{\"playerId\": \"x\"}",
                        "{\"playerId\": \"x\", \"mode\": \"HIDE\"}",
                        "{\"playerId\": \"\", \"mode\": \"ERASE\"}",
                        "{\"playerId\": \"x\\ud83d\", \"mode\": \"ERASE\"}",
                        "{\"playerId\": \"x\\u0000\", \"mode\": \"ERASE\"}")) {
            operator.post("/admin/erasure", body).statusCode(400);
        }
        given().auth()
                .oauth2(Operator.token())
                .get(management.resolve("/admin/erasure/nobody"))
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
        for (String path : List.of("x%00", "x".repeat(81))) {
            given().auth()
                    .oauth2(Operator.token())
                    .urlEncodingEnabled(false)
                    .get(management.resolve("/admin/erasure/" + path))
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json");
        }
    }

    private void assertForgotten() {
        assertEquals(0, namesOf(player));
        assertEquals(List.of("", "psst", "aloud"), database.contents(room));
        String page =
                given().auth()
                        .oauth2(Token.of("p-2"))
                        .get("/api/chat/room/{room}/messages", room)
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString();
        assertEquals(2, Contract.json(page).get("messages").size(), "nothing of it is shown");
    }

    private long namesOf(String id) {
        return database.number(
                "SELECT count(*) FROM persistence.message WHERE room_id = ?"
                        + " AND ? IN (sender_id, receiver_id)",
                room,
                id);
    }

    private void say(String sender, String receiver, String content) {
        var body = Bodies.chat(room, content).put("senderId", sender);
        if (receiver != null) {
            body.put("receiverId", receiver);
        }
        log.write("chat", room, body.toString());
        log.flush();
    }

    private void awaitRows(int rows) {
        await().atMost(LIMIT).until(() -> database.rows(room) == rows);
    }
}
