package org.dungeontalk.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.dungeontalk.faults.RawSocket.BINARY;
import static org.dungeontalk.faults.RawSocket.CLOSE;
import static org.dungeontalk.faults.RawSocket.CUT;
import static org.dungeontalk.faults.RawSocket.OPEN;
import static org.dungeontalk.faults.RawSocket.PING;
import static org.dungeontalk.faults.RawSocket.PONG;
import static org.dungeontalk.faults.RawSocket.TEXT;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The cases of bad clients, by row. */
final class Cases {

    private static final int CONTINUATION = 0x00;
    private static final int LAST_CONTINUATION = 0x80;
    private static final int FIRST_TEXT = 0x01;
    private static final Set<Integer> FAILED = Set.of(CUT, 1002);
    private static final Set<Integer> LIVES = Set.of(OPEN);
    private static final Set<Integer> TOO_LARGE = Set.of(CUT, 1009);
    private static final Set<Integer> NOT_TEXT = Set.of(1007);

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

    /** W6: groups 1 to 7 of Autobahn's cases. */
    static List<BadClient> protocolErrors() {
        List<BadClient> all = new ArrayList<>();
        all.add(ends("1.1.1 empty text", LIVES, s -> s.frame(TEXT, "")));
        all.add(ends("1.2.1 empty binary", LIVES, s -> s.frame(BINARY, "")));
        all.add(ends("2.2 ping of 125 bytes", LIVES, s -> s.frame(PING, new byte[125])));
        all.add(ends("2.5 ping of 126 bytes", FAILED, s -> s.frame(PING, new byte[126])));
        all.add(ends("2.7 unasked pong", LIVES, s -> s.frame(PONG, "unasked")));
        all.add(ends("2.10 ten pings", LIVES, Cases::tenPings));
        for (int bits : new int[] {0x10, 0x20, 0x40, 0x70}) {
            all.add(ends("3 reserved bits " + bits, FAILED, s -> s.frame(TEXT | bits, "\n")));
        }
        for (int opcode : new int[] {3, 4, 7, 11, 12, 15}) {
            all.add(ends("4 opcode " + opcode, FAILED, s -> s.frame(0x80 | opcode, "x")));
        }
        all.add(ends("5.1 fragmented ping", FAILED, s -> s.frame(PING & 0x7F, "x")));
        all.add(ends("5.3 text in two fragments", LIVES, s -> twoFragments(s, false)));
        all.add(ends("5.6 ping between fragments", LIVES, s -> twoFragments(s, true)));
        all.add(ends("5.9 continuation of nothing", FAILED, s -> s.frame(LAST_CONTINUATION, "x")));
        all.add(ends("5.18 text within a text", FAILED, Cases::textWithinText));
        all.add(ends("7.3.1 close without code", Set.of(1000, 1005, CUT), s -> s.frame(CLOSE, "")));
        all.add(ends("7.3.2 close of one byte", FAILED, s -> s.frame(CLOSE, "x")));
        all.add(ends("7.7.1 close 1000", Set.of(1000, CUT), s -> s.frame(CLOSE, code(1000))));
        all.add(ends("7.7.13 close 4999", Set.of(4999, CUT), s -> s.frame(CLOSE, code(4999))));
        for (int code : new int[] {0, 999, 1004, 1005, 1006, 1016, 2999}) {
            all.add(ends("7.9 close " + code, FAILED, s -> s.frame(CLOSE, code(code))));
        }
        all.add(ends("an unmasked frame", FAILED, s -> s.write(new byte[] {(byte) TEXT, 1, 10})));
        return all;
    }

    /** W7: Autobahn's group 6. The replacement character itself is valid. */
    static List<BadClient> notUtf8() {
        return List.of(
                ends("a lone continuation byte", NOT_TEXT, s -> s.frame(TEXT, bytes(0x80))),
                ends("an overlong slash", NOT_TEXT, s -> s.frame(TEXT, bytes(0xC0, 0xAF))),
                ends("a surrogate", NOT_TEXT, s -> s.frame(TEXT, bytes(0xED, 0xA0, 0x80))),
                ends("past U+10FFFF", NOT_TEXT, s -> s.frame(TEXT, bytes(0xF4, 0x90, 0x80, 0x80))),
                ends("cut in a character", NOT_TEXT, s -> s.frame(TEXT, bytes(0xE2, 0x82))),
                ends("U+FFFD itself", LIVES, s -> s.frame(TEXT, "ACK\nid:\uFFFD\n\n\0")));
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

    private static BadClient ends(String name, Set<Integer> how, BadClient.Action action) {
        return new BadClient(name, how, action);
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

    private static byte[] bytes(int... values) {
        ByteBuffer all = ByteBuffer.allocate(values.length);
        for (int value : values) {
            all.put((byte) value);
        }
        return all.array();
    }

    private static byte[] code(int code) {
        return ByteBuffer.allocate(2).putShort((short) code).array();
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

    private static void tenPings(RawSocket socket) throws IOException {
        for (int i = 0; i < 10; i++) {
            socket.frame(PING, "ping");
        }
    }

    private static void twoFragments(RawSocket socket, boolean ping) throws IOException {
        socket.frame(FIRST_TEXT, "\n");
        if (ping) {
            socket.frame(PING, "between");
        }
        socket.frame(LAST_CONTINUATION, "\n");
    }

    private static void textWithinText(RawSocket socket) throws IOException {
        socket.frame(FIRST_TEXT, "\n");
        socket.frame(TEXT, "\n");
    }
}
