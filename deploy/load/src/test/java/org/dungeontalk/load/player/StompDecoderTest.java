package org.dungeontalk.load.player;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StompDecoderTest {

    private static final StompFrame MESSAGE =
            StompFrame.of("MESSAGE", "{\"text\":\"안녕 \\n\"}", "destination", "/sub/a:b\nc\\d");

    private final StompDecoder decoder = new StompDecoder();

    @Test
    void readsWhatAFrameWrites() {
        StompFrame read = decode(MESSAGE.encoded()).get(0);
        assertEquals("MESSAGE", read.command());
        assertEquals(MESSAGE.body(), read.body());
        assertEquals("/sub/a:b\nc\\d", read.header("destination").orElseThrow());
    }

    @Test
    void readsSeveralFramesAndHeartBeatsInOnePiece() {
        String text = "\n" + MESSAGE.encoded() + "\n\nRECEIPT\nreceipt-id:r1\n\n\0\n";
        List<StompFrame> frames = decode(text);
        assertEquals(2, frames.size());
        assertEquals(new StompFrame("RECEIPT", Map.of("receipt-id", "r1"), ""), frames.get(1));
    }

    @Test
    void readsFramesByteByByteThoughTheyAreLong() {
        StompFrame large = StompFrame.of("MESSAGE", "x".repeat(10_000), "a", "b");
        byte[] bytes = (large.encoded() + large.encoded()).getBytes(StandardCharsets.UTF_8);
        List<StompFrame> frames = new ArrayList<>();
        for (byte one : bytes) {
            frames.addAll(decoder.decode(ByteBuffer.wrap(new byte[] {one})));
        }
        assertEquals(2, frames.size());
        assertEquals(large.body(), frames.get(1).body());
    }

    @Test
    void readsLinesThatEndWithCarriageReturns() {
        StompFrame frame = decode("CONNECTED\r\nversion:1.2\r\n\r\n\0").get(0);
        assertEquals("1.2", frame.header("version").orElseThrow());
    }

    @Test
    void refusesALengthThatIsNotTheBodys() {
        assertThrows(
                IllegalArgumentException.class, () -> decode("MESSAGE\ncontent-length:1\n\nabc\0"));
    }

    private List<StompFrame> decode(String text) {
        return decoder.decode(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}
