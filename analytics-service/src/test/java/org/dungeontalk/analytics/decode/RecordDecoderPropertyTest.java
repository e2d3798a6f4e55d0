package org.dungeontalk.analytics.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.dungeontalk.analytics.LogWriter;
import org.dungeontalk.analytics.decode.Decoded.Readable;
import org.dungeontalk.analytics.message.GameMessage;

/**
 * Whatever the bytes are, the decoder says something: it takes a body only if a strict JSON reader
 * takes it, and finds in it what that reader finds.
 */
class RecordDecoderPropertyTest {

    private static final Instant TIME = Instant.parse("2026-11-22T18:04:05.123Z");
    private static final String TALK =
            LogWriter.talk(
                    UUID.fromString("019aac7e-1f2b-7c3d-9a4e-5b6c7d8e9f00"), "tavern", "p-1", TIME);
    private static final byte[] KIND = bytes("chat");
    private static final byte[] KEY = bytes("tavern");

    private static final ObjectMapper STRICT =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final RecordDecoder decoder = new RecordDecoder();

    @Property
    void agreesWithAStrictReaderOnAnyObject(@ForAll("objects") String body) {
        compare(bytes(body));
    }

    @Property
    void agreesWithAStrictReaderOnAMessageWithMoreFields(@ForAll("fields") String more) {
        compare(bytes(TALK.replaceFirst("\\{", "{" + quote(more) + ",")));
        compare(bytes(TALK.substring(0, TALK.length() - 1) + "," + more + "}"));
        compare(bytes(TALK + more));
    }

    @Property
    void agreesWithAStrictReaderOnMutilatedBytes(
            @ForAll byte byWhat, @ForAll("places") int where, @ForAll("places") int end) {
        byte[] talk = bytes(TALK.replace("hello", "주사위 🎲 \\n"));
        byte[] cut = Arrays.copyOf(talk, 1 + end % talk.length);
        talk[where % talk.length] = byWhat;
        compare(talk);
        compare(cut);
    }

    private void compare(byte[] body) {
        Decoded decoded = decoder.decode(KIND, KEY, body, TIME.toEpochMilli());
        if (decoded instanceof Readable readable) {
            GameMessage message = readable.message();
            JsonNode found = read(body);
            assertEquals(found.get("roomId").textValue(), message.roomId());
            assertEquals(found.get("senderId").textValue(), message.playerId());
            assertEquals(found.get("content").textValue(), message.content());
            assertEquals(found.get("type").textValue(), message.type().name());
            assertEquals(UUID.fromString(found.get("messageId").textValue()), message.messageId());
            assertEquals(
                    Instant.parse(found.get("createdAt").textValue()).toEpochMilli(), message.at());
            assertEquals(found.has("receiverId"), message.whisper());
        }
    }

    private static JsonNode read(byte[] body) {
        try {
            return STRICT.readTree(body);
        } catch (IOException e) {
            throw new AssertionError(
                    "taken, though it is not JSON: " + new String(body, StandardCharsets.UTF_8), e);
        }
    }

    @Provide
    Arbitrary<Integer> places() {
        return Arbitraries.integers().between(0, 100_000);
    }

    @Provide
    Arbitrary<String> fields() {
        Arbitrary<String> names =
                Arbitraries.of("receiverId", "content", "roomId", "future", "aiSources", "방", "");
        return Combinators.combine(names, values()).as((name, value) -> '"' + name + "\":" + value);
    }

    @Provide
    Arbitrary<String> objects() {
        return Combinators.combine(
                        fields().list().ofMaxSize(9),
                        Arbitraries.frequencyOf(
                                Tuple.of(9, Arbitraries.just(",")),
                                Tuple.of(1, Arbitraries.of(" ,", ",\n", ",,", ";"))),
                        Arbitraries.frequencyOf(
                                Tuple.of(9, Arbitraries.just("}")),
                                Tuple.of(1, Arbitraries.of("", "}}", "} ", "}0"))))
                .as(
                        (all, between, end) ->
                                all.stream().collect(Collectors.joining(between, "{", end)));
    }

    private static Arbitrary<String> values() {
        Arbitrary<String> texts =
                Arbitraries.strings().all().ofMaxLength(24).map(text -> '"' + text + '"');
        Arbitrary<String> plain =
                Arbitraries.strings()
                        .withChars("abc가각😀é ,:{}-")
                        .ofMaxLength(40)
                        .map(text -> '"' + text + '"');
        Arbitrary<String> others =
                Arbitraries.of(
                        "null",
                        "nul",
                        "true",
                        "0",
                        "-1",
                        "01",
                        "1e3",
                        "1.0",
                        "NaN",
                        "[]",
                        "1234567890123456789",
                        "{\"a\":[1]}",
                        "[\"x\"]",
                        "",
                        "\"\\n\"",
                        "\"\\ud800\"",
                        "\"a\\u0000b\"",
                        "\"",
                        "'x'",
                        "{\"a\":1,\"a\":2}",
                        "[1,]");
        return Arbitraries.frequencyOf(Tuple.of(3, plain), Tuple.of(1, texts), Tuple.of(2, others));
    }

    private static String quote(String text) {
        return Matcher.quoteReplacement(text);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
