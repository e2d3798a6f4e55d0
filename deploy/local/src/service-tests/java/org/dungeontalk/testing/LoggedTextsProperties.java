package org.dungeontalk.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What docs/contract allows is read as it is, and what breaks one of its rules is refused. */
public abstract class LoggedTextsProperties {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant RECORD = Instant.parse("2026-11-22T18:04:06Z");
    private static final String FILLER = "x";

    private final LogDecoder decoder;

    /** Takes the decoder of the service. */
    protected LoggedTextsProperties(LogDecoder decoder) {
        this.decoder = decoder;
    }

    @Property(seed = "1")
    void whatTheContractAllowsIsReadAsItIs(
            @ForAll("texts") String room,
            @ForAll("texts") String sender,
            @ForAll("texts") String content,
            @ForAll("texts") String name,
            @ForAll("times") Instant createdAt) {
        ObjectNode body = body(room + FILLER, FILLER + sender, name, content, createdAt);
        LogDecoder.Message message = decode(body, room + FILLER).orElseThrow();
        assertEquals(room + FILLER, message.roomId());
        assertEquals(FILLER + sender, message.senderId());
        assertEquals(content, message.content());
        assertEquals(createdAt, message.createdAt());
    }

    @Property(seed = "1")
    void oneCharacterThatCanNotBeStoredRefusesTheRecord(
            @ForAll("texts") String text,
            @ForAll("fields") String field,
            @ForAll("unstorable") String unstorable,
            @ForAll @IntRange(max = 79) int where) {
        ObjectNode body = body("room", "p-1", "Mira", "hello", RECORD);
        int cut = text.offsetByCodePoints(0, where % (text.codePointCount(0, text.length()) + 1));
        body.put(field, text.substring(0, cut) + "?" + text.substring(cut));
        String json = body.toString();
        int mark = json.indexOf('?', json.indexOf('"' + field + "\":"));
        String broken = json.substring(0, mark) + unstorable + json.substring(mark + 1);
        assertEquals(Optional.empty(), decode(broken, "room"), broken);
    }

    @Property(seed = "1")
    void atALengthOrTimePastItsBoundTheRecordIsRefused(
            @ForAll("longest") int longest,
            @ForAll @LongRange(min = 1, max = 1L << 40) long millis) {
        String field =
                List.of("content", "senderId", "senderNickname", "receiverId").get(longest % 4);
        int most = field.equals("content") ? 2000 : 80;
        ObjectNode body = body("room", "p-1", "Mira", "hello", RECORD);
        String whole = Character.toString(longest < 4 ? 'x' : 0x1f3b2).repeat(most);
        assertTrue(decode(body.deepCopy().put(field, whole), "room").isPresent());
        assertEquals(Optional.empty(), decode(body.deepCopy().put(field, whole + FILLER), "room"));
        Instant late = RECORD.plus(Duration.ofDays(1)).plusMillis(millis);
        Instant early = FIRST.minusMillis(Math.min(millis, 946_684_799_000L));
        for (Instant time : List.of(late, early)) {
            assertEquals(
                    Optional.empty(), decode(body.put("createdAt", "" + time), "room"), "" + time);
        }
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<Integer> points =
                Arbitraries.oneOf(
                        Arbitraries.integers().between(1, 0x10ffff),
                        Arbitraries.integers().between('a', 'z'),
                        Arbitraries.integers().between(0x1f300, 0x1faff),
                        Arbitraries.of(0x22, 0x5c, 0x7f, 0xfffd, 0xfeff, 0x200b, 0x2028, 0xffff));
        return points.filter(c -> (c < 0xd800 || c > 0xdfff) && c != '?')
                .list()
                .ofMaxSize(79)
                .map(
                        list -> {
                            StringBuilder text = new StringBuilder();
                            list.forEach(text::appendCodePoint);
                            return text.toString();
                        });
    }

    @Provide
    Arbitrary<Instant> times() {
        return Arbitraries.longs()
                .between(FIRST.toEpochMilli(), RECORD.plus(Duration.ofDays(1)).toEpochMilli())
                .map(Instant::ofEpochMilli);
    }

    @Provide
    Arbitrary<String> fields() {
        return Arbitraries.of("content", "senderId", "senderNickname", "receiverId");
    }

    @Provide
    Arbitrary<String> unstorable() {
        return Arbitraries.of("\\u0000", "\\ud83d", "\\udfb2", "\\udfb2\\ud83c");
    }

    @Provide
    Arbitrary<Integer> longest() {
        return Arbitraries.integers().between(0, 7);
    }

    private static ObjectNode body(
            String room, String sender, String name, String content, Instant createdAt) {
        return JSON.createObjectNode()
                .put("messageId", "019aac7e-1f2b-7c3d-9a4e-5b6c7d8e9f00")
                .put("roomId", room)
                .put("senderId", sender)
                .put("senderNickname", name)
                .put("content", content)
                .put("type", "TALK")
                .put("createdAt", createdAt.toString());
    }

    private Optional<LogDecoder.Message> decode(ObjectNode body, String room) {
        return decode(body.toString(), room);
    }

    private Optional<LogDecoder.Message> decode(String body, String room) {
        return decoder.decode(bytes("chat"), bytes(room), bytes(body), RECORD.toEpochMilli());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
