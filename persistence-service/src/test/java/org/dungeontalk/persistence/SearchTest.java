package org.dungeontalk.persistence;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.dungeontalk.testing.Contract;
import org.junit.jupiter.api.Test;

/** Search in a room, Korean and English. */
@QuarkusTest
@WithTestResource(Backbone.class)
class SearchTest {

    private final Database database = new Database(Backbone.postgres());

    @Test
    void findsKoreanWordsWithTheirParticlesAndEnglishOnesInAnyCase() {
        String room = Bodies.room();
        String parts = Normalizer.normalize("주막에 간다", Normalizer.Form.NFD);
        write(room, List.of("주막에서 만나자", "열쇠는?", "THE KEY", "a monkey", "100%", "1000", parts));
        assertEquals(List.of(parts, "주막에서 만나자"), find(room, "주막"));
        assertEquals(List.of("열쇠는?"), find(room, "쇠"));
        assertEquals(List.of("a monkey", "THE KEY"), find(room, "key"));
        assertEquals(List.of("100%"), find(room, "0%"));
        assertEquals(List.of(), find(room, "_"));
        assertEquals(List.of(), find(room, "\\"));
    }

    @Test
    void goesOnStretchByStretchUntilTheRoomIsRead() {
        String room = Bodies.room();
        List<String> said = IntStream.range(0, 35).mapToObj(i -> "line " + i + ".").toList();
        write(room, said);
        List<String> found = new ArrayList<>();
        String before = null;
        int questions = 0;
        do {
            JsonNode page = page("p-9", room, "3.", before);
            assertEquals(List.of(), Contract.violations("history-page", page.toString()));
            page.get("messages").forEach(line -> found.add(line.get("content").asText()));
            before = page.get("before").isNull() ? null : page.get("before").asText();
            questions++;
        } while (before != null);
        assertEquals(List.of("line 33.", "line 23.", "line 13.", "line 3."), found);
        assertTrue(questions >= 4, () -> "one question read more than its stretch");
    }

    @Test
    void readsNoMoreThanItsStretchOfAnOlderLogEither() {
        String room = Bodies.room();
        write(room, IntStream.range(0, 35).mapToObj(i -> "line " + i + ".").toList());
        database.execute(
                "INSERT INTO persistence.log_epoch (epoch, topic_id) VALUES ('0ddba11e', 'odd')");
        database.execute(
                "UPDATE persistence.message SET log_offset = 0, log_epoch = (SELECT seq FROM"
                        + " persistence.log_epoch WHERE topic_id = 'odd') WHERE room_id = '"
                        + room
                        + "' AND content = 'line 34.'");
        JsonNode page = page("p-9", room, "line 3.", null);
        int questions = 1;
        while (page.get("messages").isEmpty()) {
            page = page("p-9", room, "line 3.", page.get("before").asText());
            questions++;
        }
        assertEquals("line 3.", page.get("messages").get(0).get("content").asText());
        assertTrue(questions >= 4, () -> "one question read more than its stretch");
    }

    @Test
    void findsNoWhisperOfOthers() {
        String room = Bodies.room();
        try (Log log = new Log(Backbone.kafka().bootstrapServers())) {
            String whisper = Bodies.whisper(room, "p-1", "p-2", "the secret door").toString();
            log.write("chat", room, whisper);
            log.flush();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> database.rows(room) == 1);
        assertEquals(1, page("p-2", room, "secret", null).get("messages").size());
        assertEquals(0, page("p-3", room, "secret", null).get("messages").size());
    }

    private static List<String> find(String room, String words) {
        List<String> found = new ArrayList<>();
        page("p-9", room, words, null)
                .get("messages")
                .forEach(line -> found.add(line.get("content").asText()));
        return found;
    }

    private static JsonNode page(String player, String room, String words, String before) {
        var request = given().auth().oauth2(Token.of(player)).queryParam("q", words);
        if (before != null) {
            request.queryParam("before", before);
        }
        return Contract.json(
                request.get("/api/chat/room/{room}/messages", room)
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString());
    }

    private void write(String room, List<String> said) {
        try (Log log = new Log(Backbone.kafka().bootstrapServers())) {
            said.forEach(line -> log.write("chat", room, Bodies.chat(room, line).toString()));
            log.flush();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> database.rows(room) == said.size());
    }
}
