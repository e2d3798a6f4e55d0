package org.dungeontalk.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.dungeontalk.faults.RawSocket.BINARY;
import static org.dungeontalk.faults.RawSocket.CUT;
import static org.dungeontalk.faults.RawSocket.OPEN;
import static org.dungeontalk.faults.RawSocket.TEXT;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The cases of bad clients, by row. */
final class Cases {

    private static final int CONTINUATION = 0x00;
    private static final int FIRST_TEXT = 0x01;
    private static final Set<Integer> FAILED = Set.of(CUT, 1002);
    private static final Set<Integer> LIVES = Set.of(OPEN);
    private static final Set<Integer> TOO_LARGE = Set.of(CUT, 1009);

    private Cases() {}

    /** W5: too large in one frame, in many frames, and a message that never ends. */
    static List<BadClient> tooLarge() {
        return List.of(
                ends("a frame of 64 KiB + 1", TOO_LARGE, s -> s.frame(TEXT, new byte[65_537])),
                ends("a frame that says 8 EiB", TOO_LARGE, s -> s.write(header(Long.MAX_VALUE))),
                ends("a message of 5 × 16 KiB", TOO_LARGE, s -> fragments(s, 5)),
                ends("10,000 fragments, no last", TOO_LARGE, s -> fragments(s, 10_000)),
                ends("a STOMP frame of 17 KiB", FAILED, s -> s.frame(TEXT, stomp(17_000))),
                ends("a STOMP frame that never ends", FAILED, Cases::endlessFrame));
    }

    /** W8: compressed frames without an agreement on compression. */
    static List<BadClient> deflate() {
        byte[] bomb = new byte[60_000];
        return List.of(
                ends("a deflated frame", FAILED, s -> s.frame(TEXT | 0x40, bomb)),
                ends("deflated binary", FAILED, s -> s.frame(BINARY | 0x40, bomb)));
    }

    /** W9: frames that are not STOMP, and bodies that are not JSON. */
    static List<BadClient> malformed() {
        String send = "SEND\ndestination:/pub/chat/send\nreceipt:r\n";
        String body = "{\"roomId\":\"w9\",\"type\":\"TALK\",\"content\":";
        List<BadClient> all = new ArrayList<>();
        all.add(ends("an unmasked frame", FAILED, s -> s.write(new byte[] {(byte) TEXT, 1, 10})));
        all.add(ends("an unknown command", FAILED, s -> s.frame(TEXT, "NONSENSE\n\n\0")));
        all.add(ends("a NUL in the headers", FAILED, s -> s.frame(TEXT, "SEND\na\0b:c\n\n\0")));
        all.add(ends("a header without colon", FAILED, s -> s.frame(TEXT, "SEND\nabc\n\n\0")));
        all.add(ends("65 headers", FAILED, s -> s.frame(TEXT, "SEND\n" + headers(65) + "\n\0")));
        all.add(ends("an unknown escape", FAILED, s -> s.frame(TEXT, "SEND\na:\\t\n\n\0")));
        for (String length : List.of("-1", "99999999999", "x", "1")) {
            all.add(
                    ends(
                            "content-length " + length,
                            FAILED,
                            s -> s.frame(TEXT, send + "content-length:" + length + "\n\nlong\0")));
        }
        for (String json :
                List.of(
                        "",
                        "{",
                        "null",
                        "[]",
                        "[".repeat(10_000),
                        "{\"a\":".repeat(2_500),
                        body + "\"\\ud800\"}",
                        body + "1e999999999}",
                        body + "\"a\",\"content\":\"b\"}",
                        body + "{\"a\":1}}")) {
            all.add(
                    ends(
                            "a body like " + start(json),
                            LIVES,
                            s -> s.frame(TEXT, send + "\n" + json + "\0")));
        }
        return all;
    }

    private static BadClient ends(String name, Set<Integer> how, EndingClient.Action action) {
        return new EndingClient(name, how, action);
    }

    private static String start(String json) {
        return json.length() > 60 ? json.substring(0, 60) + "…" : json;
    }

    private static String headers(int count) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < count; i++) {
            all.append("h").append(i).append(":x\n");
        }
        return all.toString();
    }

    private static byte[] header(long length) {
        return ByteBuffer.allocate(14).put((byte) TEXT).put((byte) 0xFF).putLong(length).array();
    }

    private static byte[] stomp(int size) {
        return ("SEND\n\n" + "x".repeat(size) + "\0").getBytes(US_ASCII);
    }

    private static void fragments(RawSocket socket, int count) throws IOException {
        socket.frame(FIRST_TEXT, new byte[16_384]);
        for (int i = 1; i < count; i++) {
            socket.frame(CONTINUATION, new byte[16_384]);
        }
    }

    private static void endlessFrame(RawSocket socket) throws IOException {
        socket.frame(TEXT, "SEND\n\n");
        for (int i = 0; i < 40; i++) {
            socket.frame(TEXT, "x".repeat(1_000));
        }
    }
}
