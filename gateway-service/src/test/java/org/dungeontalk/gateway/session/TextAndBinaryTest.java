package org.dungeontalk.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.gateway.WireClient;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames in text and binary WebSocket messages: UTF-8, fragments and lengths. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
class TextAndBinaryTest {

    @TestHTTPResource("/")
    URI http;

    @Test
    void theReplacementCharacterIsTextLikeAnyOther() {
        try (RawClient client = RawClient.connected(http.getPort(), Tokens.of("mira"))) {
            client.subscribe("s", "/sub/chat/room/replaced");
            client.talk("replaced", "fffd", "what was lost: \uFFFD");
            client.awaitReceipt("fffd");
            client.await(f -> f.contains("what was lost: \uFFFD"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {WireClient.TEXT, WireClient.BINARY})
    void malformedBytesAreRefusedInABodyAndInAHeader(int kind) throws IOException {
        for (String frame :
                List.of(
                        "SEND\ndestination:/pub/chat/send\n\n{\"content\":\"?\"}\0",
                        "SUBSCRIBE\nid:?\ndestination:/sub/chat/room/r\n\n\0")) {
            try (WireClient client =
                    WireClient.connected(http.getPort(), Tokens.of("mira"), "0,0")) {
                byte[] bytes = frame.getBytes(UTF_8);
                bytes[frame.indexOf('?')] = (byte) 0xFF;
                client.frame(kind, bytes);
                assertEquals(CloseCode.NOT_UTF8.code(), client.awaitClose(), frame);
            }
        }
    }

    @Test
    void aTextMessageThatEndsWithinACharacterIsRefusedAndABinaryOneIsNot() throws IOException {
        byte[] dragon =
                ("SEND\ndestination:/pub/chat/send\nreceipt:r\n\n"
                                + "{\"roomId\":\"r\",\"type\":\"TALK\",\"content\":\"🐉\"}\0")
                        .getBytes(UTF_8);
        byte[] half = Arrays.copyOf(dragon, dragon.length - 5);
        byte[] rest = Arrays.copyOfRange(dragon, half.length, dragon.length);
        try (WireClient client = WireClient.connected(http.getPort(), Tokens.of("mira"), "0,0")) {
            client.frame(WireClient.BINARY, half);
            client.frame(WireClient.BINARY, rest);
            client.await(f -> f.text().startsWith("RECEIPT"));
            client.frame(WireClient.FIRST_TEXT, half);
            client.frame(WireClient.LAST_CONTINUATION, rest);
            client.await(f -> f.text().startsWith("RECEIPT"));
            client.frame(WireClient.TEXT, half);
            assertEquals(CloseCode.NOT_UTF8.code(), client.awaitClose());
        }
    }

    @Test
    void aMessageWhoseFirstFragmentIsEmptyIsNotLost() throws IOException {
        try (WireClient client = WireClient.connected(http.getPort(), Tokens.of("mira"), "0,0")) {
            client.frame(WireClient.FIRST_TEXT, "");
            client.frame(WireClient.CONTINUATION, "ACK\nid:1\n");
            client.frame(WireClient.LAST_CONTINUATION, "receipt:r\n\n\0");
            client.await(f -> f.text().startsWith("RECEIPT"));
        }
    }

    @Test
    void aContentLengthInUtf16UnitsIsToldThatBytesAreCounted() {
        try (RawClient client = RawClient.connected(http.getPort(), Tokens.of("mira"))) {
            client.send("SEND\ndestination:/pub/chat/send\ncontent-length:5\n\n안녕하세요\0");
            client.await(
                    f ->
                            f.startsWith("ERROR")
                                    && f.contains("content-length\\c5")
                                    && f.contains("bytes"));
            assertEquals(CloseCode.PROTOCOL_ERROR.code(), client.awaitClose());
        }
    }

    @Test
    void binaryWebSocketMessagesCarryFramesToo() {
        try (RawClient client = RawClient.connected(http.getPort(), Tokens.of("mira"))) {
            client.sendBinary(
                    ("SEND\n"
                         + "destination:/pub/chat/send\n"
                         + "receipt:b\n\n"
                         + "{\"roomId\":\"r\",\"type\":\"TALK\",\"content\":\"binary\"}\0")
                            .getBytes(UTF_8));
            client.awaitReceipt("b");
        }
    }
}
