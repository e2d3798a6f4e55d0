package org.dungeontalk.gateway.stomp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.dungeontalk.gateway.text.MalformedTextException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StompDecoderTest {
    private final StompDecoder decoder = new StompDecoder(200);

    @Test
    void readsCommandHeadersAndBody() {
        StompFrame frame = only("SEND\ndestination:/pub/chat/send\nreceipt:r1\n\n{\"a\":1}\0");
        assertEquals(StompCommand.SEND, frame.command());
        assertEquals("/pub/chat/send", frame.header("destination"));
        assertEquals("r1", frame.header("receipt"));
        assertEquals("{\"a\":1}", new String(frame.body(), UTF_8));
    }

    @Test
    void takesCarriageReturnsAndLetsTheFirstOfRepeatedHeadersCount() {
        StompFrame frame = only("SEND\r\ndestination:a\r\ndestination:b\r\n\r\nx\0");
        assertEquals("a", frame.header("destination"));
        assertArrayEquals(new byte[] {'x'}, frame.body());
    }

    @Test
    void aBodyWithContentLengthMayHoldNul() {
        StompFrame frame = only("SEND\ndestination:a\ncontent-length:3\n\na\0b\0");
        assertArrayEquals(new byte[] {'a', 0, 'b'}, frame.body());
    }

    @Test
    void readsSeveralFramesAndHeartBeatsInOneMessage() {
        List<StompInput> all =
                decode("\n\r\nSEND\ndestination:a\n\n1\0\n\nSEND\ndestination:b\n\n2\0\n");
        assertEquals(7, all.size());
        assertInstanceOf(StompInput.HeartBeat.class, all.get(0));
        assertEquals("b", ((StompFrame) all.get(5)).header("destination"));
    }

    @Test
    void anUnfinishedFrameHoldsWhatCameOfItAndAFinishedOneNothing() {
        decode("SEND\ndestination:a\n");
        int head = decoder.unfinished();
        assertTrue(head >= "SEND\ndestination:a\n".length(), head + " bytes");
        decode("\n" + "x".repeat(100));
        assertTrue(decoder.unfinished() >= head + 100, decoder.unfinished() + " bytes");
        assertEquals(2, decode("\0\n").size());
        assertEquals(0, decoder.unfinished());
        decode("SE");
        assertTrue(decoder.unfinished() >= 2);
    }

    @Test
    void manyShortHeadersHoldMoreThanTheirBytes() {
        StringBuilder head = new StringBuilder("SEND\n");
        for (int i = 0; i < 40; i++) {
            head.append((char) ('0' + i)).append(":\n");
        }
        decode(head.toString().replace("::\n", ""));
        assertTrue(decoder.unfinished() > 40 * 100, decoder.unfinished() + " bytes");
    }

    @Test
    void nothingIsTakenNorKeptAfterTheEnd() {
        List<StompInput> got = new ArrayList<>();
        byte[] bytes = "SEND\n\n1\0SEND\n\n2\0SEND\n\n3".getBytes(UTF_8);
        decoder.decode(
                bytes,
                input -> {
                    got.add(input);
                    decoder.end();
                });
        assertEquals(1, got.size());
        assertEquals(0, decoder.unfinished());
        decoder.decode("SEND\n\n4".getBytes(UTF_8), got::add);
        assertEquals(0, decoder.unfinished());
    }

    @Test
    void readsAFrameHoweverItIsCut() {
        byte[] bytes =
                "SEND\ndestination:/pub/chat/send\ncontent-length:9\n\n안녕\0!!\0\n".getBytes(UTF_8);
        Random random = new Random(7);
        for (int run = 0; run < 200; run++) {
            List<StompInput> got = new ArrayList<>();
            StompDecoder fresh = new StompDecoder(200);
            for (int at = 0; at < bytes.length; ) {
                int to = Math.min(bytes.length, at + 1 + random.nextInt(12));
                fresh.decode(java.util.Arrays.copyOfRange(bytes, at, to), got::add);
                at = to;
            }
            assertEquals(2, got.size());
            assertEquals("안녕\0!!", new String(((StompFrame) got.get(0)).body(), UTF_8));
        }
    }

    @Test
    void unescapesHeadersButNotThoseOfConnect() {
        assertEquals("a:b\n\\", only("SEND\nx:a\\cb\\n\\\\\n\n\0").header("x"));
        assertEquals("a\\cb", only("CONNECT\nx:a\\cb\n\n\0").header("x"));
    }

    @Test
    void doesNotUnescapeInVersionOneZero() {
        decoder.speak(StompVersion.V1_0);
        assertEquals("a\\cb", only("SEND\nx:a\\cb\n\n\0").header("x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SHOUT\n\n\0",
                "send\n\n\0",
                "SEND\nno colon\n\n\0",
                "SEND\n:no name\n\n\0",
                "SEND\nx:\\t\n\n\0",
                "SEND\ncontent-length:-1\n\n\0",
                "SEND\ncontent-length:two\n\n\0",
                "SEND\ncontent-length:1\n\nab\0",
                "SEND\ncontent-length:2000000000\n\n",
                "SEND\0"
            })
    void refusesWhatIsNoStomp(String text) {
        assertThrows(StompException.class, () -> decode(text));
    }

    @Test
    void refusesAFrameOverTheLimitWholeOrUnfinished() {
        assertThrows(StompException.class, () -> decode("SEND\n\n" + "x".repeat(300) + "\0"));
        assertThrows(
                StompException.class,
                () ->
                        new StompDecoder(200)
                                .decode(("SEND\n\n" + "x".repeat(300)).getBytes(UTF_8), i -> {}));
    }

    @Test
    void refusesMoreHeadersThanAnybodyNeeds() {
        String bomb = "SEND\n" + "h%d:x\n".repeat(100) + "\n\0";
        StompDecoder large = new StompDecoder(100_000);
        String numbered =
                String.format(bomb, java.util.stream.IntStream.range(0, 100).boxed().toArray());
        assertThrows(StompException.class, () -> large.decode(numbered.getBytes(UTF_8), i -> {}));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x"})
    void whatAMessageCostsDoesNotGrowWithWhatWasKept(String message) {
        StompDecoder large = new StompDecoder(200_000);
        large.decode(
                ("CONNECT\n" + ("h:" + "x".repeat(240) + "\n").repeat(62)).getBytes(UTF_8),
                i -> {});
        byte[] bytes = message.getBytes(UTF_8);
        long before = allocated();
        for (int n = 0; n < 100_000; n++) {
            large.decode(bytes, i -> {});
        }
        assertTrue(allocated() - before < 10_000_000, "allocated " + (allocated() - before));
    }

    @Test
    void aBodyOfManyPiecesCostsNoMoreThanItsBytes() {
        StompDecoder large = new StompDecoder(200_000);
        List<StompInput> all = new ArrayList<>();
        large.decode("SEND\n\n".getBytes(UTF_8), all::add);
        long before = allocated();
        for (int n = 0; n < 100_000; n++) {
            large.decode(new byte[] {'y'}, all::add);
        }
        large.decode(new byte[1], all::add);
        assertTrue(allocated() - before < 10_000_000, "allocated " + (allocated() - before));
        assertEquals(100_000, ((StompFrame) all.get(0)).body().length);
    }

    @Test
    void aContentLengthInUtf16UnitsIsNamedAndWhatIsCountedInstead() {
        StompException said =
                assertThrows(
                        StompException.class, () -> decode("SEND\ncontent-length:5\n\n안녕하세요\0"));
        assertTrue(said.getMessage().contains("content-length:5"), said.getMessage());
        assertTrue(said.getMessage().contains("bytes"), said.getMessage());
    }

    @Test
    void aHeaderHoldsTheReplacementCharacterButNoMalformedBytes() {
        assertEquals("\uFFFD", only("SEND\nx:\uFFFD\n\n\0").header("x"));
        byte[] bytes = "SEND\nx:?\n\n\0".getBytes(UTF_8);
        bytes[7] = (byte) 0xFF;
        assertThrows(MalformedTextException.class, () -> decoder.decode(bytes, i -> {}));
    }

    private static long allocated() {
        var threads =
                (com.sun.management.ThreadMXBean)
                        java.lang.management.ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }

    @Test
    void neverFailsWithAnythingButWhatItDeclares() {
        Random random = new Random(42);
        byte[] seed =
                "SEND\ndestination:/pub/chat/send\ncontent-length:2\n\nab\0\n".getBytes(UTF_8);
        for (int run = 0; run < 20_000; run++) {
            byte[] mutated = seed.clone();
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            try {
                new StompDecoder(200).decode(mutated, i -> {});
            } catch (StompException | MalformedTextException e) {
                assertTrue(e.getMessage().length() > 3);
            }
        }
    }

    private StompFrame only(String text) {
        List<StompInput> all = decode(text);
        assertEquals(1, all.size());
        return (StompFrame) all.get(0);
    }

    private List<StompInput> decode(String text) {
        List<StompInput> all = new ArrayList<>();
        decoder.decode(text.getBytes(UTF_8), all::add);
        return all;
    }
}
