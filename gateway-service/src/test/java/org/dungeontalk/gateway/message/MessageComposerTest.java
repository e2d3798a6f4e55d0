package org.dungeontalk.gateway.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dungeontalk.gateway.identity.Player;
import org.dungeontalk.gateway.identity.Role;
import org.dungeontalk.gateway.room.AichatAction;
import org.dungeontalk.testing.Contract;
import org.junit.jupiter.api.Test;

class MessageComposerTest {
    private static final Instant NOW = Instant.parse("2026-11-22T18:04:06Z");
    private static final Player MIRA =
            new Player("p-1", "Mira", null, Set.of(), Map.of(), Instant.EPOCH, Instant.MAX);
    private static final Player MASTER =
            new Player(
                    "ai-gm",
                    "AI_GM",
                    null,
                    Set.of(Role.SERVICE),
                    Map.of(),
                    Instant.EPOCH,
                    Instant.MAX);

    private final MessageComposer composer = new MessageComposer(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void fillsIdentityIdAndTimeItself() {
        JsonNode json =
                accepted(
                        "{\"roomId\":\"r\",\"type\":\"TALK\",\"content\":\"hi\",\"senderNickname\":\"Queen\","
                            + "\"createdAt\":\"1999-01-01T00:00:00Z\"}");
        assertEquals("p-1", json.get("senderId").asText());
        assertEquals("Mira", json.get("senderNickname").asText());
        assertEquals("2026-11-22T18:04:06.000Z", json.get("createdAt").asText());
        assertEquals(36, json.get("messageId").asText().length());
        assertFalse(json.has("receiverId"));
    }

    @Test
    void keepsAClientsUuidV7AndRefusesAnyOther() {
        String id = MessageIdSample.at(NOW);
        assertEquals(id, accepted(talk("\"messageId\":\"" + id + "\",")).get("messageId").asText());
        assertEquals(
                ErrorCode.INVALID_MESSAGE_ID,
                refused(talk("\"messageId\":\"8f14e45f-ceea-467f-a0e6-1c1f6b2a9b11\",")));
    }

    @Test
    void takesAnIdOfTwoMinutesEitherWayAndTellsTheTimeToWhoIsFurtherOff() {
        accepted(withId(NOW.minusSeconds(120)));
        accepted(withId(NOW.plusSeconds(120)));
        Refusal old = refusal(withId(NOW.minusMillis(120_001)));
        assertEquals(ErrorCode.MESSAGE_ID_EXPIRED, old.code());
        assertEquals(NOW, old.serverTime());
        Refusal ahead = refusal(withId(NOW.plusSeconds(90_000)));
        assertEquals(ErrorCode.INVALID_MESSAGE_ID, ahead.code());
        assertEquals(NOW, ahead.serverTime());
        assertTrue(ahead.message().contains("90000 s ahead"), ahead.message());
    }

    private static String withId(Instant time) {
        return talk("\"messageId\":\"" + MessageIdSample.at(time) + "\",");
    }

    private Refusal refusal(String body) {
        return assertInstanceOf(Refusal.class, composer.chat(MIRA, body.getBytes(UTF_8)));
    }

    @Test
    void anIdOfAClockThatIsADayAheadIsRefusedWithTheServersTime() throws java.io.IOException {
        Instant ahead = NOW.plusSeconds(25 * 3600);
        String body = talk("\"messageId\":\"" + MessageIdSample.at(ahead) + "\",");
        Refusal refusal =
                assertInstanceOf(Refusal.class, composer.chat(MIRA, body.getBytes(UTF_8)));
        assertEquals(ErrorCode.INVALID_MESSAGE_ID, refusal.code());
        assertTrue(refusal.message().contains("clock"), refusal.message());
        JsonNode told = new ObjectMapper().readTree(RefusalBody.of(refusal, "r-1"));
        assertEquals(NOW.toString(), told.get("serverTime").textValue());
        assertEquals(List.of(), Contract.violations("error", RefusalBody.of(refusal, "r-1")));
    }

    @Test
    void refusesAClientThatClaimsToBeAnother() {
        assertEquals(ErrorCode.NOT_YOUR_ID, refused(talk("\"senderId\":\"p-2\",")));
        accepted(talk("\"senderId\":\"p-1\","));
        accepted(talk("\"senderId\":null,"));
    }

    @Test
    void refusesTextOfMoreThanTwoThousandCharactersAndSaysHowMany() {
        String body = "{\"roomId\":\"r\",\"type\":\"TALK\",\"content\":\"%s\"}";
        accepted(String.format(body, "x".repeat(2000)));
        Composed refused =
                composer.chat(MIRA, String.format(body, "가".repeat(2001)).getBytes(UTF_8));
        Refusal refusal = assertInstanceOf(Refusal.class, refused);
        assertEquals(ErrorCode.CONTENT_TOO_LONG, refusal.code());
        assertTrue(refusal.message().contains("2001"));
    }

    @Test
    void aTalkToOnePlayerIsAWhisper() {
        LogMessage message = message(talk("\"receiverId\":\"p-2\","));
        assertEquals("p-2", message.to());
        assertTrue(new String(message.json(), UTF_8).contains("\"receiverId\":\"p-2\""));
    }

    @Test
    void nothingThatWasMeantForOneIsSaidToAll() {
        assertEquals(ErrorCode.INVALID_FIELD, refused(talk("\"receiverId\":\"\",")));
        assertEquals(
                ErrorCode.INVALID_FIELD,
                refused(
                        "{\"roomId\":\"tavern-7\",\"type\":\"JOIN\",\"content\":\"psst\","
                                + "\"receiverId\":\"p-2\"}"));
        Composed inAGame =
                composer.aichat(
                        MIRA,
                        AichatAction.SEND,
                        "{\"aiGameRoomId\":\"crypt\",\"content\":\"psst\",\"receiverId\":\"p-2\"}"
                                .getBytes(UTF_8));
        assertEquals(ErrorCode.INVALID_FIELD, assertInstanceOf(Refusal.class, inAGame).code());
    }

    @Test
    void anEmptyMessageIdIsRefused() {
        assertNotNull(refused(talk("\"messageId\":\"\",")));
    }

    @Test
    void refusesARoomTheTokenDoesNotOpen() {
        Player guest =
                new Player(
                        "p-3",
                        "Guest",
                        Set.of("lobby"),
                        Set.of(),
                        Map.of(),
                        Instant.EPOCH,
                        Instant.MAX);
        Refusal refusal =
                assertInstanceOf(Refusal.class, composer.chat(guest, talk("").getBytes(UTF_8)));
        assertEquals(ErrorCode.ROOM_FORBIDDEN, refusal.code());
    }

    @Test
    void refusesWhatIsNoJsonAsJson() {
        for (String body :
                new String[] {
                    "",
                    "{",
                    "[]",
                    "null",
                    "7",
                    "{\"roomId\":\"r\"} x",
                    "{\"a\":1,\"a\":2}",
                    "[".repeat(10_000),
                    "{\"a\":" + "[".repeat(10_000)
                }) {
            assertEquals(
                    ErrorCode.INVALID_JSON, refused(body), body.length() > 40 ? "nested" : body);
        }
        Refusal notUtf8 =
                (Refusal)
                        composer.chat(MIRA, new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'});
        assertEquals(ErrorCode.INVALID_JSON, notUtf8.code());
    }

    @Test
    void refusesNulAndHalfSurrogatesSinceNoStoreTakesThem() {
        assertEquals(ErrorCode.INVALID_FIELD, refused(content("a\\u0000b")));
        assertEquals(ErrorCode.INVALID_FIELD, refused(content("\\ud83d")));
        assertEquals("\ud83c\udfb2", accepted(content("\\ud83c\\udfb2")).get("content").asText());
    }

    @Test
    void keepsControlCharactersAndMarkupVerbatim() {
        assertEquals(
                "a\r\n\u001b[31m<script>",
                accepted(content("a\\r\\n\\u001b[31m<script>")).get("content").asText());
    }

    @Test
    void onlyAGameMasterLeadsAnAiRoom() {
        String body =
                "{\"aiGameRoomId\":\"g\",\"content\":\"x\",\"turnNumber\":1,\"messageType\":\"AI\",\"aiResponseTime\":5}";
        assertEquals(ErrorCode.ROLE_REQUIRED, aiRefused(MIRA, AichatAction.SEND, body));
        assertEquals(ErrorCode.ROLE_REQUIRED, aiRefused(MIRA, AichatAction.TURN_START, body));
        LogMessage ai = ai(MASTER, AichatAction.SEND, body);
        assertEquals("AI", ai.type());
        assertTrue(new String(ai.json(), UTF_8).contains("\"aiResponseTime\":5"));
        assertEquals("TURN_START", ai(MASTER, AichatAction.TURN_START, body).type());
    }

    @Test
    void joiningAnAiRoomIsASystemMessage() {
        assertEquals("SYSTEM", ai(MIRA, AichatAction.JOIN, "{\"aiGameRoomId\":\"g\"}").type());
        assertEquals(
                "USER",
                ai(MIRA, AichatAction.SEND, "{\"aiGameRoomId\":\"g\",\"content\":\"x\"}").type());
    }

    private static String talk(String extra) {
        return "{" + extra + "\"roomId\":\"r\",\"type\":\"TALK\",\"content\":\"hi\"}";
    }

    private static String content(String escaped) {
        return "{\"roomId\":\"r\",\"type\":\"TALK\",\"content\":\"" + escaped + "\"}";
    }

    private LogMessage message(String body) {
        return assertInstanceOf(LogMessage.class, composer.chat(MIRA, body.getBytes(UTF_8)));
    }

    private JsonNode accepted(String body) {
        try {
            return new ObjectMapper().readTree(message(body).json());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private ErrorCode refused(String body) {
        return assertInstanceOf(Refusal.class, composer.chat(MIRA, body.getBytes(UTF_8))).code();
    }

    private LogMessage ai(Player player, AichatAction action, String body) {
        return assertInstanceOf(
                LogMessage.class, composer.aichat(player, action, body.getBytes(UTF_8)));
    }

    private ErrorCode aiRefused(Player player, AichatAction action, String body) {
        return assertInstanceOf(
                        Refusal.class, composer.aichat(player, action, body.getBytes(UTF_8)))
                .code();
    }
}
