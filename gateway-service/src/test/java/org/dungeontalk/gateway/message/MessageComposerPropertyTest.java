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
import org.dungeontalk.gateway.identity.Player;
import org.dungeontalk.gateway.text.Nickname;

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
            assertTrue(
                    text.codePoints()
                            .noneMatch(c -> c > ' ' && c < 127 || c >= 0xac00 && c <= 0xd7a3),
                    "refused: " + text);
        }
    }

    @Property(seed = "1")
    void whatIsTakenEveryConsumerCanRead(
            @ForAll("unicode") String content,
            @ForAll("unicode") String receiver,
            @ForAll("unicode") String room,
            @ForAll("unicode") String name)
            throws IOException {
        Player player =
                new Player(
                        "p-1",
                        Nickname.shown(name).orElse("p-1"),
                        null,
                        Set.of(),
                        Map.of(),
                        Instant.EPOCH,
                        Instant.MAX);
        String body =
                "{\"roomId\":%s,\"type\":\"TALK\",\"content\":%s,\"receiverId\":%s}"
                        .formatted(escaped(room), escaped(content), escaped(receiver));
        if (composer.chat(player, body.getBytes(UTF_8)) instanceof LogMessage message) {
            JsonNode json = JSON.readTree(strictly(message.json()));
            assertEquals(room, written(json, "roomId", 120));
            assertEquals(room, message.room().id());
            assertEquals(content, written(json, "content", 2000));
            assertTrue(!written(json, "senderNickname", 80).isEmpty());
            assertFalse(receiver.isEmpty(), "whispered to nobody");
            assertEquals(receiver, written(json, "receiverId", 80));
            assertEquals(receiver, message.to());
            assertEquals(
                    message.createdAt().toString().substring(0, 19),
                    json.get("createdAt").textValue().substring(0, 19));
        }
    }

    @Property(seed = "1")
    void aNameThatIsShownStaysAsItIsWhenItIsTakenAgain(@ForAll("unicode") String name) {
        Nickname.shown(name)
                .ifPresent(shown -> assertEquals(shown, Nickname.shown(shown).orElseThrow()));
    }

    /** Texts of all code points, those that make trouble more often, halves of pairs among them. */
    @Provide
    Arbitrary<String> unicode() {
        Arbitrary<Integer> odd =
                Arbitraries.of(
                        0, 7, 9, 0x20, 0x2f, 0x7f, 0x85, 0xa0, 0xad, 0x301, 0x200b, 0x200c, 0x200d,
                        0x202e, 0x2028, 0x2800, 0x3164, 0xd83d, 0xdc00, 0xfe0f, 0xfeff, 0xfffd,
                        0xffff, 0x1f1f0, 0x1f3f4, 0x1f468, 0x1fae8, 0xe0061, 0x10ffff);
        return Arbitraries.oneOf(
                        odd,
                        Arbitraries.integers().between('a', 'z'),
                        Arbitraries.integers().between(0, 0x10ffff))
                .list()
                .ofMaxSize(90)
                .map(
                        points -> {
                            StringBuilder text = new StringBuilder();
                            points.forEach(text::appendCodePoint);
                            return text.toString();
                        });
    }

    /** A JSON string in ASCII, so that half of a pair can stand in it. */
    private static String escaped(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(c -> out.append("\\u%04x".formatted(c)));
        return out.append('"').toString();
    }

    private static String strictly(byte[] utf8) throws IOException {
        return UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(utf8)).toString();
    }

    private static String written(JsonNode json, String field, int longest) {
        String text = json.get(field).textValue();
        assertTrue(text.codePointCount(0, text.length()) <= longest, field);
        assertTrue(text.codePoints().noneMatch(c -> c == 0 || c >= 0xd800 && c <= 0xdfff), field);
        return text;
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
