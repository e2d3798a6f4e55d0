package org.dungeontalk.persistence.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.dungeontalk.persistence.Bodies;
import org.dungeontalk.persistence.log.LoggedMessage;
import org.dungeontalk.persistence.log.MessageKind;
import org.dungeontalk.testing.Contract;
import org.junit.jupiter.api.Test;

class MessageDecoderTest {

    private final MessageDecoder decoder = new MessageDecoder();

    @Test
    void agreesWithTheContractsExamples() {
        for (MessageKind kind : MessageKind.values()) {
            String schema = kind.text() + "-message";
            String room = kind == MessageKind.CHAT ? "roomId" : "aiGameRoomId";
            for (Path example : Contract.examples("valid", schema)) {
                JsonNode body = Contract.json(example);
                Decoded decoded = decode(kind.text(), body.get(room).asText(), body.toString());
                assertInstanceOf(Decoded.Valid.class, decoded, example.toString());
            }
            for (Path example : Contract.examples("invalid", schema)) {
                JsonNode body = Contract.json(example);
                Decoded decoded = decode(kind.text(), body.get(room).asText(), body.toString());
                assertInstanceOf(Decoded.Poison.class, decoded, example.toString());
            }
        }
    }

    @Test
    void readsEveryFieldOfAnAiGameMessage() {
        Path example = Contract.examples("valid", "aichat-message").get(0);
        Decoded decoded = decode("aichat", "crypt-1", Contract.json(example).toString());
        LoggedMessage message = assertInstanceOf(Decoded.Valid.class, decoded).message();
        assertEquals("AI", message.type());
        assertEquals("The letters glow.", message.content());
        assertEquals(Instant.parse("2026-11-22T18:05:02Z"), message.createdAt());
        assertEquals("game-9", message.turn().gameId());
        assertEquals(3L, message.turn().turnNumber());
        assertEquals(3L, message.turn().messageOrder());
        assertEquals(1840L, message.turn().responseTime());
        assertEquals(List.of("rulebook p. 42"), message.turn().sources());
        assertNull(message.receiverId());
    }

    @Test
    void ignoresFieldsThatTheContractDoesNotKnow() {
        ObjectNode body = body();
        body.putObject("extra").putArray("deep").addObject().put("roomId", "elsewhere");
        body.put("turnNumber", "not a chat's field");
        assertInstanceOf(Decoded.Valid.class, decode("chat", "r", body.toString()));
    }

    @Test
    void countsTheLengthOfATextInCodePoints() {
        assertStored(body().put("content", "🎲".repeat(2000)));
        assertPoison(
                "content has 2001 characters, more than 2000",
                body().put("content", "🎲".repeat(2001)));
        assertPoison(
                "senderId has 81 characters, more than 80", body().put("senderId", "x".repeat(81)));
        assertPoison("senderId is empty", body().put("senderId", ""));
    }

    @Test
    void saysWhichFieldIsMissingOrOfTheWrongKind() {
        for (String field : List.of("messageId", "senderId", "senderNickname", "content", "type")) {
            assertPoison(field + " is missing", body().without(List.of(field)));
            assertPoison(field + " is not a string", body().put(field, 7));
            assertPoison(field + " is not a string", body().putNull(field));
        }
        assertPoison("receiverId is not a string", body().putNull("receiverId"));
        assertPoison("type is not a value of the contract", body().put("type", "USER"));
        assertPoison("messageId is not a UUID", body().put("messageId", "1-1-1-1-1"));
    }

    @Test
    void refusesTimesBeforeTheYear2000AndMoreThanADayAfterTheRecord() {
        assertPoison(
                "createdAt is before the year 2000",
                body().put("createdAt", "0001-01-01T00:00:00Z"));
        assertPoison(
                "createdAt is before the year 2000",
                body().put("createdAt", "1970-01-01T00:00:00.000Z"));
        assertPoison(
                "createdAt is more than a day after the record's time",
                body().put("createdAt", "9999-12-31T23:59:59Z"));
        assertPoison(
                "createdAt is more than a day after the record's time",
                body().put("createdAt", "" + Instant.now().plus(25, ChronoUnit.HOURS)));
        assertStored(body().put("createdAt", "" + Instant.now().plus(23, ChronoUnit.HOURS)));
        assertStored(body().put("createdAt", "2000-01-01T00:00:00Z"));
    }

    @Test
    void refusesInstantsThatTheDatabaseCanNotHold() {
        assertPoison("createdAt is not an instant", body().put("createdAt", "yesterday"));
        for (String time :
                List.of(
                        "+12026-11-22T18:04:05Z",
                        "2026-11-22T18:04:05+01:00",
                        "-0001-01-01T00:00:00Z")) {
            assertPoison(
                    "createdAt is not an instant in UTC with a year of four digits",
                    body().put("createdAt", time));
        }
    }

    @Test
    void refusesTextsThatTheDatabaseCanNotHold() {
        assertPoison("content contains NUL", body().put("content", "a\0b"));
        String half = body().toString().replace("hello", "\\ud83c");
        assertReason("content contains half a surrogate pair", decode("chat", "r", half));
        String followed = body().toString().replace("hello", "\\ud83chello");
        assertReason("content contains half a surrogate pair", decode("chat", "r", followed));
        String swapped = body().toString().replace("hello", "\\udfb2\\ud83c");
        assertReason("content contains half a surrogate pair", decode("chat", "r", swapped));
    }

    @Test
    void refusesWhatIsNotExactlyOneObject() {
        String good = body().toString();
        assertReason("the body goes on after the JSON object", decode("chat", "r", good + "{}"));
        assertReason(
                "the body is not JSON: JsonParseException",
                decode("chat", "r", good.replace("{", "{\"content\":\"twice\",")));
        assertReason("the body is not a JSON object", decode("chat", "r", "[" + good + "]"));
        assertReason("the body is not a JSON object", decode("chat", "r", ""));
        assertReason("the body is not a JSON object", decode("chat", "r", "null"));
        assertReason("the body is not JSON: JsonEOFException", decode("chat", "r", "{"));
        String deep = good.replace("{", "{\"x\":" + "[".repeat(10_000) + ",");
        assertReason("the body is not JSON: StreamConstraintsException", decode("chat", "r", deep));
    }

    @Test
    void refusesARecordWithoutKeyKindOrValue() {
        String good = body().toString();
        assertReason("the record has no key", decode("chat", null, good));
        assertReason("the key is not the room id of the body", decode("chat", "other", good));
        assertReason("the header kind is missing", decode(null, "r", good));
        assertReason("the header kind is neither chat nor aichat", decode("CHAT", "r", good));
        assertReason("the record is a tombstone", decode("chat", "r", null));
    }

    @Test
    void refusesNumbersOutOfTheirRange() {
        ObjectNode body =
                (ObjectNode) Contract.json(Contract.examples("valid", "aichat-message").get(0));
        assertReason("turnNumber is less than 1", ai(body.deepCopy().put("turnNumber", 0)));
        assertReason(
                "turnNumber is not a 64-bit integer", ai(body.deepCopy().put("turnNumber", 1.5)));
        String huge = body.toString().replace("1840", "9".repeat(40));
        assertReason("aiResponseTime is not a 64-bit integer", decode("aichat", "crypt-1", huge));
        ObjectNode many = body.deepCopy();
        for (int i = 0; i < 20; i++) {
            many.withArray("aiSources").add("source");
        }
        assertReason("aiSources has more than 20 entries", ai(many));
    }

    private Decoded ai(ObjectNode body) {
        return decode("aichat", "crypt-1", body.toString());
    }

    private static ObjectNode body() {
        return Bodies.chat("r", "hello");
    }

    private void assertStored(ObjectNode body) {
        assertInstanceOf(Decoded.Valid.class, decode("chat", "r", body.toString()));
    }

    private void assertPoison(String reason, ObjectNode body) {
        assertReason(reason, decode("chat", "r", body.toString()));
    }

    private static void assertReason(String reason, Decoded decoded) {
        assertEquals(reason, assertInstanceOf(Decoded.Poison.class, decoded).reason());
    }

    private Decoded decode(String kind, String key, String value) {
        return decoder.decode(bytes(kind), bytes(key), bytes(value), System.currentTimeMillis());
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
}
