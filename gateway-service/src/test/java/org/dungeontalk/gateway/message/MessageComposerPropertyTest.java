package org.dungeontalk.gateway.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.dungeontalk.gateway.session.Player;

/** What holds for any body a player may send; the same thousand cases in every run. */
class MessageComposerPropertyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Player MIRA =
            new Player("p-1", "Mira", null, Set.of(), Map.of(), Instant.EPOCH, Instant.MAX);

    private final MessageComposer composer = new MessageComposer(Clock.systemUTC());

    @Property(seed = "1")
    void anyBytesAreRefusedOrAMessageOfTheSenders(@ForAll byte[] body) throws IOException {
        check(composer.chat(MIRA, body));
    }

    @Property(seed = "1")
    void anyFieldsAreRefusedOrAMessageOfTheSenders(@ForAll("fields") Map<String, Object> fields)
            throws IOException {
        check(composer.chat(MIRA, JSON.writeValueAsBytes(fields)));
    }

    @Property(seed = "1")
    void aTornOrDoubledBodyIsRefusedOrAMessageOfTheSenders(
            @ForAll("fields") Map<String, Object> fields,
            @ForAll @IntRange(max = 500) int cut,
            @ForAll @Size(max = 40) String more)
            throws IOException {
        String whole = new String(JSON.writeValueAsBytes(fields), UTF_8);
        String torn = whole.substring(0, Math.min(cut, whole.length())) + more;
        check(composer.chat(MIRA, torn.getBytes(UTF_8)));
        String doubled = whole.substring(0, whole.length() - 1) + ",\"senderId\":\"p-2\"}";
        check(composer.chat(MIRA, doubled.getBytes(UTF_8)));
    }

    @Property(seed = "1")
    void whatIsSaidArrivesAsItWasSaid(@ForAll("said") String text) throws IOException {
        byte[] body =
                JSON.writeValueAsBytes(Map.of("roomId", "r", "type", "TALK", "content", text));
        if (composer.chat(MIRA, body) instanceof LogMessage message) {
            assertEquals(text, JSON.readTree(message.json()).get("content").asText());
        } else {
            assertTrue(text.isBlank(), "refused: " + text);
        }
    }

    @Provide
    Arbitrary<String> said() {
        return Arbitraries.strings()
                .ofMinLength(1)
                .ofMaxLength(200)
                .filter(t -> t.equals(new String(t.getBytes(UTF_8), UTF_8)))
                .filter(t -> t.indexOf(0) < 0);
    }

    @Provide
    Arbitrary<Map<String, Object>> fields() {
        Arbitrary<String> names =
                Arbitraries.of(
                        List.of(
                                "roomId",
                                "type",
                                "content",
                                "senderId",
                                "senderNickname",
                                "receiverId",
                                "messageId",
                                "createdAt",
                                "turnNumber",
                                "another"));
        Arbitrary<Object> values =
                Arbitraries.oneOf(
                        Arbitraries.of("TALK", "JOIN", "LEAVE", "SYSTEM", "p-1", "p-2", "r", ""),
                        Arbitraries.strings().ofMaxLength(60),
                        Arbitraries.integers(),
                        Arbitraries.doubles(),
                        Arbitraries.of(true, false),
                        Arbitraries.of(List.of(), Map.of(), List.of(Map.of("a", List.of(1)))));
        return Arbitraries.maps(names, values);
    }

    private static void check(Composed composed) throws IOException {
        if (composed instanceof LogMessage message) {
            JsonNode json = JSON.readTree(message.json());
            assertEquals("p-1", json.get("senderId").asText());
            assertEquals("Mira", json.get("senderNickname").asText());
            assertEquals(message.id().toString(), json.get("messageId").asText());
        } else if (composed instanceof Refusal refusal) {
            assertFalse(refusal.message().isBlank());
        }
    }
}
