package org.dungeontalk.analytics.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.dungeontalk.analytics.LogWriter;
import org.dungeontalk.analytics.message.Kind;

/** What the short way reads, the parser reads too, and finds the same. */
class BodyScannerTest {

    private static final String TALK =
            LogWriter.talk(
                    UUID.fromString("019aac7e-1f2b-7c3d-9a4e-5b6c7d8e9f00"),
                    "tavern",
                    "p-1",
                    Instant.parse("2026-11-22T18:04:05.123Z"));

    private final BodyScanner scanner = new BodyScanner();
    private final RecordDecoder decoder = new RecordDecoder();

    @Example
    void readsWhatTheGatewayWrites() {
        assertNotNull(scan(TALK));
        assertNotNull(scan(TALK.replace("hello", "주사위를 굴린다 🎲, “twice”")));
        assertNotNull(scan(TALK.replace("{", "{\"receiverId\":\"p-2\",")));
    }

    @Example
    void leavesTheRestToTheParser() {
        for (String body :
                List.of(
                        "{}",
                        "[]",
                        TALK + " ",
                        TALK.replace(":", ": "),
                        TALK.replace("hello", "\\u0000"),
                        TALK.replace("hello", "\t"),
                        TALK.replace("\"hello\"", "{}"),
                        TALK.replace("\"hello\"", "01"),
                        TALK.replace("\"hello\"", "1.5"),
                        TALK.replace("{", "{\"content\":\"twice\","),
                        TALK.replace("{", "{\"receiverId\":null,"),
                        TALK.replace("{", "{\"senderId\":7,"),
                        TALK.replace("{", "{\"unknown\":7,"),
                        TALK.replace("}", ",}"),
                        TALK.substring(0, TALK.length() - 1))) {
            assertNull(scan(body), body);
        }
    }

    @Property
    void agreesWithTheParserOnAnyObject(@ForAll("objects") String body, @ForAll Kind kind)
            throws IOException {
        compare(kind, body.getBytes(StandardCharsets.UTF_8));
    }

    @Property
    void agreesWithTheParserOnMutilatedBytes(
            @ForAll("objects") String body,
            @ForAll Kind kind,
            @ForAll byte byWhat,
            @ForAll("places") int where,
            @ForAll("places") int end)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        bytes[where % bytes.length] = byWhat;
        compare(kind, bytes);
        byte[] talk = TALK.getBytes(StandardCharsets.UTF_8);
        talk[where % talk.length] = byWhat;
        compare(kind, talk);
        compare(kind, TALK.substring(0, 1 + end % TALK.length()).getBytes(StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<Integer> places() {
        return Arbitraries.integers().between(0, 100_000);
    }

    @Provide
    Arbitrary<String> objects() {
        Arbitrary<String> names =
                Arbitraries.of(
                        "messageId",
                        "roomId",
                        "aiGameRoomId",
                        "senderId",
                        "type",
                        "messageType",
                        "createdAt",
                        "content",
                        "receiverId",
                        "aiResponseTime",
                        "senderNickname",
                        "방");
        Arbitrary<String> fields =
                Combinators.combine(names, values())
                        .as((name, value) -> '"' + name + "\":" + value);
        return Combinators.combine(
                        fields.list().ofMaxSize(9),
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
                        "nullx",
                        "true",
                        "false",
                        "0",
                        "7",
                        "-1",
                        "01",
                        "1234",
                        "1e3",
                        "1.0",
                        "NaN",
                        "123456789012345678",
                        "1234567890123456789",
                        "[]",
                        "{\"a\":[1]}",
                        "[\"x\"]",
                        "",
                        "\"\\n\"",
                        "\"\\ud800\"",
                        "\"a\\u0000b\"",
                        "\"",
                        "'x'");
        return Arbitraries.frequencyOf(Tuple.of(3, plain), Tuple.of(1, texts), Tuple.of(1, others));
    }

    private String[] scan(String body) {
        return scanner.scan(Kind.CHAT, body.getBytes(StandardCharsets.UTF_8));
    }

    /** A parser that refuses throws, and so fails the property. */
    private void compare(Kind kind, byte[] body) throws IOException {
        String[] found = scanner.scan(kind, body);
        if (found != null) {
            assertArrayEquals(decoder.parse(kind, body), found);
        }
    }
}
