package org.dungeontalk.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The consumers' part of docs/contract/golden/texts.json: what a record of the log may hold. */
public abstract class LoggedTextsTable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NOW = GoldenTexts.now().toString();

    private final LogDecoder decoder;

    /** Takes the decoder of the service. */
    protected LoggedTextsTable(LogDecoder decoder) {
        this.decoder = decoder;
    }

    @TestFactory
    Stream<DynamicTest> takesAndRefusesWhatTheTableSays() {
        return GoldenTexts.tests("log", this::check);
    }

    private void check(JsonNode one) throws IOException {
        String field = one.get("field").textValue();
        boolean ai = GoldenTexts.isOfAi(field);
        ObjectNode body = ai ? ai() : chat();
        String more = null;
        if (field.equals("more")) {
            more = one.get("value").textValue();
        } else {
            body.set(field, GoldenTexts.value(one));
        }
        String whole = text(body, more);
        boolean taken =
                decoder.decode(
                                bytes(ai ? "aichat" : "chat"),
                                bytes(body.get(ai ? "aiGameRoomId" : "roomId").asText()),
                                bytes(whole),
                                one.has("recordTime")
                                        ? one.get("recordTime").longValue()
                                        : GoldenTexts.now().toEpochMilli())
                        .isPresent();
        assertEquals(one.get("log").textValue(), taken ? "taken" : "refused", whole);
    }

    private static ObjectNode chat() {
        return common().put("roomId", "tavern").put("type", "TALK");
    }

    private static ObjectNode ai() {
        return common().put("aiGameRoomId", "crypt").put("messageType", "AI");
    }

    private static ObjectNode common() {
        return JSON.createObjectNode()
                .put("messageId", "019aac7e-1f2b-7c3d-9a4e-5b6c7d8e9f00")
                .put("senderId", "p-1")
                .put("senderNickname", "Mira")
                .put("content", "x")
                .put("createdAt", NOW);
    }

    /** Half of a surrogate pair can come as an escape only. */
    private static String text(ObjectNode body, String more) throws IOException {
        boolean halves =
                !body.toString().equals(new String(bytes(body.toString()), StandardCharsets.UTF_8));
        String text =
                halves
                        ? JSON.writer()
                                .with(JsonWriteFeature.ESCAPE_NON_ASCII)
                                .writeValueAsString(body)
                        : body.toString();
        return more == null ? text : text.substring(0, text.length() - 1) + ',' + more + '}';
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
