package org.dungeontalk.gateway.sockjs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.dungeontalk.gateway.stomp.StompException;
import org.dungeontalk.gateway.text.MalformedTextException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SockJsFrameTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aMessageIsAnArrayWithOneStringThatAnyJsonParserReadsBack() throws IOException {
        assertMessage("MESSAGE\nsubscription:s\\n1\n\n{\"content\":\"그는 \\\"문\\\" 🐉\"}\0");
        assertMessage("\n");
        assertMessage("");
        assertMessage(
                IntStream.range(0, 0x3000)
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining()));
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            assertMessage(
                    random.ints(random.nextInt(300), 0, 0x10FFFF)
                            .filter(c -> c < 0xD800 || c > 0xDFFF)
                            .collect(
                                    StringBuilder::new,
                                    StringBuilder::appendCodePoint,
                                    StringBuilder::append)
                            .toString());
        }
    }

    @Test
    void theLastFrameSaysCodeAndReason() {
        assertEquals(
                "c[1012,\"gateway restarts\"]",
                new String(SockJsFrame.close(CloseCode.RESTART), UTF_8));
    }

    @Test
    void readsAnArrayOfStringsAndASingleString() {
        assertEquals(List.of("SEND\n\n\0", "\n"), read("[\"SEND\\n\\n\\u0000\",\"\\n\"]"));
        assertEquals(List.of("CONNECT\n\n\0"), read("\"CONNECT\\n\\n\\u0000\""));
        assertEquals(List.of("용 🐉"), read("[\"\\uc6a9 \\ud83d\\udc09\"]"));
        assertEquals(List.of(), read("[]"));
        assertEquals(List.of(), read(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SEND\n\n\0",
                "{}",
                "[1]",
                "[\"a\"",
                "[[\"a\"]]",
                "[\"a\"]x",
                "[\"a\"][\"b\"]",
                "\"a\" \"b\"",
                "null"
            })
    void refusesWhatIsNoSockJs(String message) {
        assertThrows(StompException.class, () -> read(message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"\\ud83d\"]", "\"\\udc09\"", "[\"\\n\", \"\\udc09\\ud83d\"]"})
    void halfOfASurrogatePairIsTextThatIsNotUtf8(String message) {
        assertThrows(MalformedTextException.class, () -> read(message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE", "UTF-16"})
    void anotherEncodingIsNotGuessed(String charset) {
        for (String message : List.of("[\"SEND\"]", " [\"a\ud880b\"]", "\"\u4142\"")) {
            byte[] bytes = message.getBytes(Charset.forName(charset));
            assertThrows(
                    MalformedTextException.class, () -> SockJsMessages.read(bytes, text -> {}));
        }
    }

    @Test
    void refusesDeepNestingAtOnce() {
        assertThrows(StompException.class, () -> read("[".repeat(60_000)));
    }

    private static List<String> read(String message) {
        List<String> all = new ArrayList<>();
        SockJsMessages.read(message.getBytes(UTF_8), bytes -> all.add(new String(bytes, UTF_8)));
        return all;
    }

    private static void assertMessage(String text) throws IOException {
        byte[] frame = SockJsFrame.message(text.getBytes(UTF_8));
        assertEquals('a', frame[0]);
        String[] parsed = JSON.readValue(frame, 1, frame.length - 1, String[].class);
        assertArrayEquals(new String[] {text}, parsed);
    }
}
