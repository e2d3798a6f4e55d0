package org.dungeontalk.analytics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.dungeontalk.analytics.activity.Activity;
import org.dungeontalk.analytics.decode.Decoded;
import org.dungeontalk.analytics.decode.RecordDecoder;
import org.dungeontalk.testing.Contract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the golden examples say of bodies in the log and of the answer. */
class ContractTest {

    private final ObjectMapper json =
            new ObjectMapper()
                    .registerModule(new JavaTimeModule())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    @ParameterizedTest
    @CsvSource({"chat, chat-message, roomId", "aichat, aichat-message, aiGameRoomId"})
    void readsEveryValidExample(String kind, String schema, String room) throws Exception {
        for (Path example : Contract.examples("valid", schema)) {
            JsonNode body = json.readTree(Contract.text(example));
            Decoded decoded = decode(kind, body.get(room).textValue(), body);
            Decoded.Readable readable = assertInstanceOf(Decoded.Readable.class, decoded);
            assertEquals(body.get(room).textValue(), readable.message().roomId());
            assertEquals(body.get("senderId").textValue(), readable.message().playerId());
            assertEquals(
                    body.get("messageId").textValue(), readable.message().messageId().toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"chat, chat-message, roomId", "aichat, aichat-message, aiGameRoomId"})
    void refusesEveryInvalidExample(String kind, String schema, String room) throws Exception {
        for (Path example : Contract.examples("invalid", schema)) {
            JsonNode body = json.readTree(Contract.text(example));
            Decoded decoded = decode(kind, body.path(room).asText("tavern-7"), body);
            assertInstanceOf(Decoded.Poison.class, decoded, example.toString());
        }
    }

    @Test
    void answersAsTheExamplesDo() throws Exception {
        for (Path example : Contract.examples("valid", "activity")) {
            String text = Contract.text(example);
            String written = json.writeValueAsString(json.readValue(text, Activity.class));
            assertEquals(json.readTree(text), json.readTree(written));
            assertEquals(List.of(), Contract.violations("activity", written));
        }
    }

    @Test
    void readsThePublishedSchema() {
        assertNotNull(Contract.violations("activity", "{}").get(0));
    }

    private Decoded decode(String kind, String key, JsonNode body) throws JsonProcessingException {
        return new RecordDecoder()
                .decode(
                        kind.getBytes(StandardCharsets.UTF_8),
                        key.getBytes(StandardCharsets.UTF_8),
                        json.writeValueAsBytes(body),
                        System.currentTimeMillis());
    }
}
