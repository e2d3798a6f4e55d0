package org.dungeontalk.persistence;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.dungeontalk.testing.Contract;
import org.junit.jupiter.api.Test;

/**
 * The golden examples of docs/contract: written to Kafka, stored in PostgreSQL, and read from
 * history.
 */
@QuarkusTest
@WithTestResource(Backbone.class)
class ContractTest {

    @Test
    void givesChatMessagesBackAsTheyLieInTheLog() {
        for (Path example : Contract.examples("valid", "chat-message")) {
            comesBack("chat", "roomId", Contract.json(example));
        }
    }

    @Test
    void givesAiGameMessagesBackAsTheyLieInTheLog() {
        for (Path example : Contract.examples("valid", "aichat-message")) {
            comesBack("aichat", "aiGameRoomId", Contract.json(example));
        }
    }

    @Test
    void deadLettersWhatTheContractCallsInvalid() {
        for (Path example : Contract.examples("invalid", "chat-message")) {
            isDeadLettered("chat", "roomId", Contract.json(example));
        }
        for (Path example : Contract.examples("invalid", "aichat-message")) {
            isDeadLettered("aichat", "aiGameRoomId", Contract.json(example));
        }
    }

    /** Written into a room of its own, so that other tests' messages don't lie in between. */
    private void comesBack(String kind, String roomField, JsonNode example) {
        String room = example.get(roomField).asText() + UUID.randomUUID();
        ObjectNode body = example.deepCopy();
        body.put(roomField, room).put("messageId", UUID.randomUUID().toString());
        try (Log log = new Log(Backbone.kafka().bootstrapServers())) {
            log.write(kind, room, body.toString());
            log.flush();
        }
        String reader = body.get("senderId").asText();
        String page =
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> page(kind, room, reader), text -> text.contains("messageId"));
        assertEquals(List.of(), Contract.violations("history-page", page));
        ObjectNode line = (ObjectNode) Contract.json(page).get("messages").get(0);
        assertTrue(line.remove("cursor").isTextual());
        assertEquals(body, line);
    }

    private static String page(String kind, String room, String reader) {
        return given().auth()
                .oauth2(Token.of(reader))
                .get("/api/" + kind + "/room/{room}/messages", room)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private void isDeadLettered(String kind, String roomField, JsonNode example) {
        try (Log log = new Log(Backbone.kafka().bootstrapServers())) {
            log.write(kind, example.get(roomField).asText(), example.toString());
            RecordMetadata place = log.flush().get(0);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> log.deadLetters().stream().anyMatch(it -> isOf(it, place)));
        }
    }

    private static boolean isOf(ConsumerRecord<byte[], byte[]> letter, RecordMetadata place) {
        return DeadLetterHeaders.of(letter).offset() == place.offset()
                && DeadLetterHeaders.of(letter).partition() == place.partition();
    }
}
