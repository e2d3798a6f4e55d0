package org.dungeontalk.gateway.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.dungeontalk.gateway.message.Composed;
import org.dungeontalk.gateway.message.LogMessage;
import org.dungeontalk.gateway.message.MessageComposer;
import org.dungeontalk.gateway.message.Refusal;
import org.dungeontalk.gateway.message.ServiceComposer;
import org.dungeontalk.gateway.room.AichatAction;
import org.dungeontalk.gateway.room.RoomKind;
import org.dungeontalk.testing.Contract;
import org.dungeontalk.testing.GoldenTexts;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The gateway's part of docs/contract/golden/texts.json. */
class GoldenTextsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Clock CLOCK = Clock.fixed(GoldenTexts.now(), ZoneOffset.UTC);
    private static final Set<String> CLAIMS = Set.of("id", "nickName");
    private static final Set<String> SPEAKER = Set.of("senderId", "senderNickname");
    private static final Player SERVICE =
            new Player(
                    "p-1",
                    "Mira",
                    null,
                    Set.of(Role.SERVICE),
                    Map.of(),
                    Instant.EPOCH,
                    Instant.MAX);

    private final MessageComposer composer = new MessageComposer(CLOCK);
    private final ServiceComposer services = new ServiceComposer(CLOCK);

    @TestFactory
    Stream<DynamicTest> takesAndRefusesWhatTheTableSays() {
        return GoldenTexts.tests("gateway", this::check);
    }

    @Test
    void whatTheGatewayWritesAsItCameNoConsumerRefuses() {
        List<String> undeliverable = new ArrayList<>();
        GoldenTexts.cases("gateway")
                .filter(c -> c.path("gateway").asText().equals("taken"))
                .filter(c -> c.path("log").asText().equals("refused") && !c.has("written"))
                .forEach(c -> undeliverable.add(GoldenTexts.name(c)));
        assertEquals(List.of(), undeliverable);
    }

    private void check(JsonNode c) throws IOException {
        String field = c.get("field").textValue();
        if (CLAIMS.contains(field)) {
            claim(c, field);
            return;
        }
        Composed composed = composed(c, field);
        String verdict = composed instanceof Refusal refusal ? refusal.code().name() : "taken";
        assertEquals(c.get("gateway").textValue(), verdict);
        if (composed instanceof LogMessage message) {
            String schema = GoldenTexts.isOfAi(field) ? "aichat-message" : "chat-message";
            assertEquals(List.of(), Contract.violations(schema, message.json()));
            written(c, field, JSON.readTree(message.json()));
        }
    }

    private static void written(JsonNode c, String field, JsonNode json) {
        if (!c.has("written")) {
            if (!field.equals("more")) {
                String expected = GoldenTexts.value(c).toString();
                String found = json.get(field).toString();
                boolean hex = field.equals("messageId");
                assertTrue(hex ? expected.equalsIgnoreCase(found) : expected.equals(found), found);
            }
        } else if (c.get("written").isNull()) {
            assertFalse(json.has(field));
        } else {
            assertEquals(36, json.get(field).textValue().length());
        }
    }

    private Composed composed(JsonNode c, String field) throws IOException {
        ObjectNode body = JSON.createObjectNode();
        if (GoldenTexts.isOfAi(field)) {
            body.put("aiGameRoomId", "crypt").put("content", "x").put("messageType", "AI");
            body.set(field, GoldenTexts.value(c));
            return composer.aichat(SERVICE, AichatAction.SEND, bytes(body, null));
        }
        body.put("roomId", "tavern").put("content", "x").put("type", "TALK");
        if (field.equals("more")) {
            return composer.chat(SERVICE, bytes(body, c.get("value").textValue()));
        }
        body.set(field, GoldenTexts.value(c));
        return SPEAKER.contains(field)
                ? services.message(SERVICE, RoomKind.CHAT, "tavern", bytes(body, null))
                : composer.chat(SERVICE, bytes(body, null));
    }

    private static void claim(JsonNode c, String field) {
        try {
            Player player = player(field, GoldenTexts.value(c).textValue());
            assertEquals("taken", c.get("gateway").textValue());
            if (c.has("shown")) {
                String shown = c.get("shown").textValue();
                assertEquals(
                        shown.repeat(c.path("shownTimes").asInt(1)),
                        player.nickname(),
                        GoldenTexts.name(c));
            }
        } catch (TokenRefused e) {
            assertEquals("refused", c.get("gateway").textValue());
        }
    }

    private static Player player(String field, String text) {
        ObjectNode claims = JSON.createObjectNode();
        claims.put("exp", 1_795_000_000L).put("id", "p-1").put(field, text);
        return new PlayerClaims(true).player(TokenClaims.of(claims.toString()));
    }

    /** As clients write it: half of a pair only as an escape, since UTF-8 can't spell it. */
    private static byte[] bytes(ObjectNode body, String more) throws IOException {
        String text =
                JSON.writer()
                        .with(com.fasterxml.jackson.core.json.JsonWriteFeature.ESCAPE_NON_ASCII)
                        .writeValueAsString(body);
        String whole =
                more == null ? text : text.substring(0, text.length() - 1) + ',' + more + '}';
        return whole.getBytes(UTF_8);
    }
}
