package org.dungeontalk.analytics.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.dungeontalk.analytics.LogWriter;
import org.dungeontalk.analytics.decode.Decoded.Poison;
import org.dungeontalk.analytics.decode.Decoded.Readable;
import org.dungeontalk.analytics.message.GameMessage;
import org.dungeontalk.analytics.message.Kind;
import org.dungeontalk.analytics.message.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordDecoderTest {

    private static final UUID ID = UUID.fromString("019aac7e-1f2b-7c3d-9a4e-5b6c7d8e9f00");
    private static final Instant TIME = Instant.parse("2026-11-22T18:04:05.123Z");
    private static final String TALK = LogWriter.talk(ID, "tavern", "p-1", TIME);

    private final RecordDecoder decoder = new RecordDecoder();

    @Test
    void readsWhatIsCounted() {
        assertEquals(
                new Readable(
                        new GameMessage(
                                Kind.CHAT,
                                Type.TALK,
                                "tavern",
                                ID,
                                "p-1",
                                "hello",
                                false,
                                -1,
                                TIME.toEpochMilli())),
                decode("chat", "tavern", TALK));
    }

    @Test
    void passesOverUnknownFieldsHoweverTheyAreNested() {
        String nested = "[".repeat(500) + "]".repeat(500);
        assertInstanceOf(
                Readable.class,
                decode("chat", "tavern", TALK.replace("{", "{\"future\":" + nested + ",")));
    }

    @Test
    void readsTheRoomOfAnAiGame() {
        String body =
                """
                {"messageId":"%s","aiGameRoomId":"crypt","senderId":"ai-gm","senderNickname":"GM",
                "createdAt":"%s","aiSources":["rulebook"],"aiResponseTime":1234,"content":"odd",
                "messageType":"AI","turnNumber":3}\
                """
                        .formatted(ID, TIME);
        assertEquals(
                new Readable(
                        new GameMessage(
                                Kind.AICHAT,
                                Type.AI,
                                "crypt",
                                ID,
                                "ai-gm",
                                "odd",
                                false,
                                1234,
                                TIME.toEpochMilli())),
                decode("aichat", "crypt", body));
    }

    @Test
    void saysWhatIsMissingOfARecord() {
        assertPoison("the header kind is missing", decode(null, "tavern", TALK));
        assertPoison("the header kind is neither chat nor aichat", decode("CHAT", "tavern", TALK));
        assertPoison("the header kind is neither chat nor aichat", decode("voice", "tavern", TALK));
        assertPoison("the record has no key", decode("chat", null, TALK));
        assertPoison("the record has no key", decode("chat", "", TALK));
        assertPoison("the record has no value", decode("chat", "tavern", null));
        assertPoison("the record has no value", decode("chat", "tavern", ""));
        assertPoison("the key is not the room id of the body", decode("chat", "cellar", TALK));
        assertPoison("aiGameRoomId is missing", decode("aichat", "tavern", TALK));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                       | the body is not JSON",
                "[]                      | the body is not a JSON object",
                "{} {}                   | the body goes on after the JSON object",
                "{}                      | messageId is missing",
                "{\"roomId\":7}          | roomId is not a string",
                "{\"roomId\":\"a\",\"roomId\":\"a\"} | the body is not JSON",
                "{\"x\":1,\"x\":2}       | the body is not JSON",
            })
    void saysWhatIsWrongWithABody(String body, String reason) {
        assertPoison(reason, decode("chat", "tavern", body));
    }

    @ParameterizedTest
    @CsvSource({
        "roomId, '', roomId is not 1 to 120 characters long",
        "senderId, '', senderId is not 1 to 80 characters long",
        "senderNickname, a\\ud83d, senderNickname contains half a surrogate pair",
        "content, \\udfb2\\ud83c, content contains half a surrogate pair",
        "content, a\\u0000b, content contains NUL",
        "messageId, +19aac7e-1f2b-7c3d-9a4e-5b6c7d8e9f00, messageId is not a UUID",
        "messageId, 19aac7e-01f2b-7c3d-9a4e-5b6c7d8e9f00, messageId is not a UUID",
        "senderId, a\\u0000b, senderId contains NUL",
        "messageId, 1-1-1-1-1, messageId is not a UUID",
        "messageId, 019aac7e-1f2b-7c3d-9a4e-5b6c7d8e9fxx, messageId is not a UUID",
        "type, SHOUT, type is not a value of the contract",
        "type, USER, type is not a value of the contract",
        "createdAt, yesterday, createdAt is not an instant",
        "createdAt, 0001-01-01T00:00:00.000Z, createdAt is before the year 2000",
        "createdAt, 1970-01-01T00:00:00.000Z, createdAt is before the year 2000",
        "createdAt, 9999-12-31T23:59:59.999Z, createdAt is more than a day after the record's time",
        "createdAt, 2026-11-22T18:04:05+01:00, createdAt is not an instant",
        "createdAt, +99999-11-22T18:04:05Z, createdAt is not an instant",
    })
    void saysWhatIsWrongWithAField(String field, String text, String reason) {
        String body =
                TALK.replaceFirst(
                        "\"" + field + "\":\"[^\"]*\"",
                        "\"" + field + "\":\"" + text.replace("\\", "\\\\") + "\"");
        assertPoison(reason, decode("chat", "tavern", body));
    }

    @Test
    void survivesBytesThatAreNoUtf8AndNestingWithoutEnd() {
        byte[] kind = "chat".getBytes(StandardCharsets.UTF_8);
        byte[] key = "tavern".getBytes(StandardCharsets.UTF_8);
        assertInstanceOf(
                Poison.class,
                decoder.decode(
                        kind, key, new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}, 0));
        assertInstanceOf(Poison.class, decode("chat", "tavern", "{\"a\":" + "[".repeat(10_000)));
    }

    private Decoded decode(String kind, String key, String value) {
        return decoder.decode(bytes(kind), bytes(key), bytes(value), TIME.toEpochMilli());
    }

    private static void assertPoison(String reason, Decoded decoded) {
        assertEquals(new Poison(reason), decoded);
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
}
