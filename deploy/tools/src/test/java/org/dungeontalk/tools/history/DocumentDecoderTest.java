package org.dungeontalk.tools.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a document becomes, and why one is refused. */
class DocumentDecoderTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-11-22T18:04:06Z");
    private static final UUID ID = UUID.fromString("0197a1b2-0000-7000-8000-000000000001");

    private static final String CHAT =
            """
            {"_id": "0197a1b2-0000-7000-8000-000000000001", "roomId": "tavern-7",
             "senderId": "p-mira", "content": "주막 🎲", "type": "TALK",
             "createdAt": {"$date": "2025-06-24T10:15:30.123Z"},
             "updatedAt": {"$date": "2025-06-24T10:15:30.123Z"}, "_class": "x.ChatMessage"}
            """;

    private static final String AI =
            """
            {"_id": {"$oid": "66f0c0ffee66f0c0ffee0001"}, "aiGameRoomId": "the-crypt",
             "gameId": "g-1", "senderId": "AI_GM", "senderNickname": "던전 마스터",
             "content": "You hear steps.", "messageType": "AI", "turnNumber": 2,
             "messageOrder": 1, "aiResponseTime": 740, "aiSources": "rules.md",
             "createdAt": {"$date": "2025-06-24T10:15:30Z"}}
            """;

    private final DocumentDecoder decoder = decoder(Map.of(), Map.of(), false);

    @Test
    void readsAChatMessageAsMongoexportWritesIt() throws Exception {
        assertEquals(
                new ImportedMessage(
                        "chat",
                        ID,
                        "tavern-7",
                        "p-mira",
                        null,
                        "p-mira",
                        "주막 🎲",
                        "TALK",
                        Instant.parse("2025-06-24T10:15:30.123Z"),
                        null,
                        null,
                        null,
                        null,
                        null),
                decode(CHAT));
    }

    @Test
    void readsAMessageOfAnAiGame() throws Exception {
        ImportedMessage message = decode(AI);
        assertEquals("aichat", message.kind());
        assertEquals("the-crypt", message.room());
        assertEquals("던전 마스터", message.nickname());
        assertEquals("AI", message.type());
        assertEquals("g-1", message.game());
        assertEquals(2L, message.turnNumber());
        assertEquals(1L, message.messageOrder());
        assertEquals(740L, message.aiResponseTime());
        assertEquals(List.of("rules.md"), message.aiSources());
    }

    @Test
    void readsCanonicalValuesAsRelaxedOnes() throws Exception {
        ObjectNode canonical = object(AI);
        canonical.set("turnNumber", object("{\"$numberInt\": \"2\"}"));
        canonical.set("messageOrder", object("{\"$numberDouble\": \"1.0\"}"));
        canonical.set("aiResponseTime", object("{\"$numberLong\": \"740\"}"));
        canonical.set("createdAt", object("{\"$date\": {\"$numberLong\": \"1750760130000\"}}"));
        assertEquals(decode(AI), decode(canonical.toString()));
    }

    @Test
    void everyTimeIsInUtc() throws Exception {
        for (String same :
                List.of(
                        "{\"$date\": \"2025-06-24T19:15:30.123+09:00\"}",
                        "\"2025-06-24T19:15:30.123+09:00\"",
                        "{\"$date\": 1750760130123}")) {
            ObjectNode document = object(CHAT);
            document.set("createdAt", JSON.readTree(same));
            assertEquals(decode(CHAT), decode(document.toString()), same);
        }
        refused("createdAt is not a time with an offset from UTC", "createdAt", "2025-06-24T19:15");
        refused("createdAt is not a date", "createdAt", 1_750_760_130_123L);
    }

    @Test
    void anIdThatIsNoUuidOfVersion7BecomesOneThatIsTheSameEachTime() throws Exception {
        UUID derived = decode(AI).id();
        assertEquals(derived, decode(AI).id());
        assertEquals(7, derived.version());
        assertEquals(2, derived.variant());
        assertEquals(Instant.parse("2025-06-24T10:15:30Z"), MessageIds.timeOf(derived));
        assertNotEquals(derived, decode(AI.replace("0001\"}", "0002\"}")).id());
        ObjectNode old = object(CHAT).put("_id", "6f9619ff-8b86-4d01-b42d-00c04fc964ff");
        assertEquals(7, decode(old.toString()).id().version());
    }

    @Test
    void aFieldMessageIdIsTheIdRatherThanMongosOwn() throws Exception {
        ObjectNode document = object(CHAT).put("messageId", ID.toString());
        document.set("_id", object("{\"$oid\": \"66f0c0ffee66f0c0ffee0001\"}"));
        assertEquals(ID, decode(document.toString()).id());
    }

    @Test
    void fieldsWithOtherNamesAreReadIfThatIsSaid() throws Exception {
        String other = CHAT.replace("\"content\"", "\"text\"").replace("\"_id\"", "\"key\"");
        assertThrows(RefusedDocument.class, () -> decode(other));
        DocumentDecoder told =
                decoder(Map.of("content", "text", "messageId", "key"), Map.of(), false);
        assertEquals(decode(CHAT), told.decode(bytes(other)));
    }

    @Test
    void aSenderWithoutANicknameGetsThatOfTheFile() throws Exception {
        DocumentDecoder named = decoder(Map.of(), Map.of("p-mira", "미라"), false);
        assertEquals("미라", named.decode(bytes(CHAT)).nickname());
        ObjectNode own = object(CHAT).put("senderNickname", "Mira");
        assertEquals("Mira", named.decode(bytes(own.toString())).nickname());
    }

    @Test
    void whatTodaysServerWritesForNothingIsNothing() throws Exception {
        assertNull(decode(object(CHAT).put("receiverId", "").toString()).receiver());
        assertNull(decode(object(CHAT).putNull("receiverId").toString()).receiver());
        assertNull(decode(object(AI).put("turnNumber", 0).toString()).turnNumber());
        assertNull(decode(object(AI).put("aiSources", "").toString()).aiSources());
    }

    @Test
    void aTextThatIsTooLongIsRefusedOrCutIfThatIsAsked() throws Exception {
        String die = "🎲";
        String document = object(CHAT).put("content", die.repeat(2001)).toString();
        RefusedDocument refusal = assertThrows(RefusedDocument.class, () -> decode(document));
        assertEquals("content has 2001 characters, more than 2000", refusal.getMessage());
        DocumentDecoder cutting = decoder(Map.of(), Map.of(), true);
        assertEquals(die.repeat(1999) + "…", cutting.decode(bytes(document)).content());
        String longest = object(CHAT).put("content", die.repeat(2000)).toString();
        assertEquals(die.repeat(2000), cutting.decode(bytes(longest)).content());
    }

    @Test
    void aLineThatIsNoMessageIsRefusedWithTheReason() {
        refused("content contains NUL", "content", "a\0b");
        refused("roomId is empty", "roomId", "");
        refused("type is not a value of the contract", "type", "CONNECTED_COUNT");
        refused("createdAt is before the year 2000", "createdAt", "1999-12-31T23:59:59Z");
        refused("createdAt is more than a day in the future", "createdAt", "2026-11-23T18:04:07Z");
        for (String field : List.of("_id", "roomId", "senderId", "content", "type", "createdAt")) {
            ObjectNode document = object(CHAT);
            document.remove(field);
            String named = field.equals("_id") ? "messageId" : field;
            refused(named + " is missing", document.toString());
        }
        String half = CHAT.replace("주막 🎲", "\\ud83c");
        refused("content contains half a surrogate pair", half);
        refused("the line is not one JSON object: JsonParseException", "{\"a\": 1, \"a\": 2}");
        refused("the line is not one JSON object", "[1]");
        for (String broken : List.of("{", "{} {}", "not JSON", "{\"a\": \"\u0000\"}")) {
            assertThrows(RefusedDocument.class, () -> decode(broken), broken);
        }
        byte[] latin = CHAT.replace("주막 🎲", "é").getBytes(StandardCharsets.ISO_8859_1);
        assertThrows(RefusedDocument.class, () -> decoder.decode(latin));
    }

    /** What the log may not hold and documents do, besides null and any kind of id. */
    private static final Set<String> ALSO_TAKEN =
            Set.of(
                    "receiverId \"\"",
                    "turnNumber 0",
                    "aiSources \"x\"",
                    "createdAt \"2026-11-22T18:04:06+09:00\"");

    private static final Set<String> OPTIONAL =
            Set.of("receiverId", "senderNickname", "turnNumber");

    @TestFactory
    Stream<DynamicTest> keepsTheContractsRulesForTheLog() throws Exception {
        JsonNode table = JSON.readTree(Path.of("../../docs/contract/golden/texts.json").toFile());
        List<JsonNode> cases =
                StreamSupport.stream(table.get("cases").spliterator(), false)
                        .filter(one -> one.has("log") && !one.has("recordTime"))
                        .filter(one -> !one.get("field").textValue().equals("messageId"))
                        .toList();
        assertEquals(NOW, Instant.parse(table.get("now").textValue()));
        assertTrue(cases.size() > 80, () -> "only " + cases.size());
        return cases.stream()
                .map(
                        one ->
                                DynamicTest.dynamicTest(
                                        one.get("field").textValue()
                                                + ": "
                                                + one.get("case").textValue(),
                                        () -> check(one)));
    }

    private void check(JsonNode one) throws Exception {
        String field = one.get("field").textValue();
        boolean ai = object(AI).has(field) && !object(CHAT).has(field);
        ObjectNode body = object(ai ? AI : CHAT);
        if (one.has("times")) {
            body.put(field, one.get("value").textValue().repeat(one.get("times").asInt()));
        } else if (!field.equals("more")) {
            body.set(field, one.get("value"));
        }
        String text = ascii(body);
        if (field.equals("more")) {
            text = text.substring(0, text.length() - 1) + ',' + one.get("value").textValue() + '}';
        }
        String document = text;
        JsonNode value = one.get("value");
        if (one.get("log").textValue().equals("taken")
                || ALSO_TAKEN.contains(field + ' ' + value)
                || value.isNull() && OPTIONAL.contains(field)) {
            decode(document);
        } else {
            assertThrows(RefusedDocument.class, () -> decode(document), document);
        }
    }

    /** Half of a surrogate pair can come as an escape only. */
    private static String ascii(ObjectNode body) throws Exception {
        return JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsString(body);
    }

    private void refused(String reason, String field, Object value) {
        refused(reason, object(CHAT).putPOJO(field, value).toString());
    }

    private void refused(String reason, String document) {
        RefusedDocument refusal =
                assertThrows(RefusedDocument.class, () -> decode(document), document);
        assertEquals(reason, refusal.getMessage());
    }

    private ImportedMessage decode(String document) throws RefusedDocument {
        return decoder.decode(bytes(document));
    }

    private static DocumentDecoder decoder(
            Map<String, String> fields, Map<String, String> nicknames, boolean cut) {
        return new DocumentDecoder(new FieldNames(fields), nicknames, cut, NOW);
    }

    private static ObjectNode object(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
