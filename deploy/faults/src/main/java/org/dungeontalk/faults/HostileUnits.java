package org.dungeontalk.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.dungeontalk.faults.HostileUnit.Opening.PLAYER;
import static org.dungeontalk.faults.HostileUnit.Opening.SOCKJS;
import static org.dungeontalk.faults.HostileUnit.Opening.TCP;
import static org.dungeontalk.faults.HostileUnit.Opening.WEBSOCKET;
import static org.dungeontalk.faults.HostileUnit.always;
import static org.dungeontalk.faults.HostileUnit.text;

import java.util.List;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/** Every unit that a client can send. The first one is a good client's, to compare with. */
final class HostileUnits {

    private static final int FIRST_TEXT = 0x01;
    private static final int CONTINUATION = 0x00;
    private static final int PARTITIONS = 30;

    /** Messages in the log before the first unit. */
    static final int FAR_BACK = 30_000;

    private static final int HUNDRED = 100;
    private static final int FIFTY = 50;
    private static final int TWENTY = 20;
    private static final byte[] NOTHING = {};
    private static final String CONNECTION = "connection";
    private static final String ADDRESS = "address";
    private static final int BYTES = 128;
    private static final int FRAMES = 50;
    private static final int HANDSHAKES = 50;
    private static final int REQUESTS = 1_000;
    private static final String UPGRADE =
            " HTTP/1.1\r\n"
                    + "Host: localhost\r\n"
                    + "Upgrade: websocket\r\n"
                    + "Connection: Upgrade\r\n"
                    + "Sec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
    private static final String FORGED =
            "eyJhbGciOiJIUzI1NiIsImtpZCI6Im5vYm9keXMifQ.eyJzdWIiOiJwIiwiZXhwIjo0MTAyNDQ0ODAwfQ."
                    + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private HostileUnits() {}

    /** W17: WebSocket frames, whatever they hold. */
    static List<HostileUnit> frames(String epoch) {
        return List.of(
                good(),
                frames("one-byte message", text("SEND\nh:"), text("x")),
                frames("empty message", NOTHING, text("")),
                frames("ping", NOTHING, RawSocket.encoded(RawSocket.PING, NOTHING)),
                frames("pong", NOTHING, RawSocket.encoded(RawSocket.PONG, NOTHING)),
                frames("heart-beat", NOTHING, text("\n")),
                frames(
                        "unfinished fragment",
                        RawSocket.encoded(FIRST_TEXT, "S".getBytes(US_ASCII)),
                        RawSocket.encoded(CONTINUATION, "E".getBytes(US_ASCII))),
                frames(
                        "byte of a frame",
                        new byte[] {
                            (byte) RawSocket.TEXT, (byte) 0xFE, (byte) 0xEA, 0x60, 0, 0, 0, 0
                        },
                        "x".getBytes(US_ASCII)),
                new HostileUnit(
                        "SockJS heart-beat",
                        SOCKJS,
                        HUNDRED,
                        HUNDRED,
                        BYTES,
                        CONNECTION,
                        NOTHING,
                        always(text("[\"\\n\"]"))),
                new HostileUnit(
                        "KiB of STOMP headers",
                        WEBSOCKET,
                        TWENTY,
                        HUNDRED,
                        BYTES,
                        CONNECTION,
                        text("SEND\n"),
                        (client, serial) -> text("h" + serial + ":" + "x".repeat(1_010) + "\n")));
    }

    /** W18: STOMP frames of players with a token. */
    static List<HostileUnit> sessions(String epoch) {
        return List.of(
                good(),
                player("ACK with receipt", 45, FRAMES, n -> "ACK\nid:a\nreceipt:r\n\n\0"),
                player("SUBSCRIBE, UNSUBSCRIBE", 45, FRAMES, HostileUnits::joinOrLeave),
                player("resume far back", 45, FRAMES, n -> resumeOrLeave(epoch, n)),
                player(
                        "SEND that is no JSON",
                        15,
                        20,
                        n -> "SEND\ndestination:/pub/chat/send\n\n" + "[".repeat(200) + "\0"),
                new HostileUnit(
                        "SEND past the rate",
                        PLAYER,
                        TWENTY,
                        20,
                        25,
                        CONNECTION,
                        NOTHING,
                        (client, serial) -> send("own-" + client, "x".repeat(200), serial)));
    }

    /** W19: HTTP requests, handshakes and tokens. */
    static List<HostileUnit> requests(String epoch) {
        return List.of(
                good(),
                new HostileUnit(
                        "HTTP header",
                        TCP,
                        HUNDRED,
                        HUNDRED,
                        270,
                        CONNECTION,
                        "GET /ws-chat HTTP/1.1\r\n".getBytes(US_ASCII),
                        always("a: b\r\n".getBytes(US_ASCII))),
                http("handshake", TWENTY, 4, HANDSHAKES, "GET /ws-chat" + UPGRADE),
                http("handshake past the rate", TWENTY, 250, REQUESTS, "GET /ws-chat" + UPGRADE),
                http(
                        "forged token, unknown key",
                        TWENTY,
                        40,
                        HANDSHAKES,
                        "GET /ws-chat?token=" + FORGED + UPGRADE),
                http("GET of /ws-chat/info", TWENTY, 250, REQUESTS, get("/ws-chat/info")),
                http("GET of the page", TWENTY, 100, REQUESTS, get("/")),
                http("GET of nothing", TWENTY, 250, REQUESTS, get("/nothing")),
                http(
                        "POST with a forged token",
                        TWENTY,
                        250,
                        REQUESTS,
                        "POST /api/chat/room/r/message HTTP/1.1\r\n"
                                + "Host: x\r\n"
                                + "Authorization: Bearer "
                                + FORGED
                                + "\r\nContent-Length: 0\r\n\r\n"));
    }

    private static HostileUnit good() {
        return new HostileUnit(
                "good SEND",
                PLAYER,
                FIFTY,
                4,
                5,
                "player",
                NOTHING,
                (client, serial) -> send("own-" + client, "x".repeat(200), serial));
    }

    private static HostileUnit frames(String name, byte[] begins, byte[] unit) {
        return new HostileUnit(
                name, PLAYER, HUNDRED, HUNDRED, BYTES, CONNECTION, begins, always(unit));
    }

    private static HostileUnit player(
            String name, double perSecond, int allowed, IntFunction<String> frame) {
        return new HostileUnit(
                name,
                PLAYER,
                TWENTY,
                perSecond,
                allowed,
                CONNECTION,
                NOTHING,
                (client, serial) -> text(frame.apply(serial)));
    }

    private static HostileUnit http(
            String name, int connections, double perSecond, int allowed, String request) {
        return new HostileUnit(
                name,
                TCP,
                connections,
                perSecond,
                allowed,
                ADDRESS,
                NOTHING,
                always(request.getBytes(US_ASCII)));
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    private static byte[] send(String room, String content, int serial) {
        return serial == 0
                ? text("SUBSCRIBE\nid:s\ndestination:/sub/chat/room/" + room + "\n\n\0")
                : text(
                        "SEND\ndestination:/pub/chat/send\nreceipt:r\n\n{\"roomId\":\""
                                + room
                                + "\",\"type\":\"TALK\",\"content\":\""
                                + content
                                + "\"}\0");
    }

    private static String joinOrLeave(int serial) {
        return serial % 2 == 0
                ? "SUBSCRIBE\nid:s\ndestination:/sub/chat/room/new-" + serial + "\n\n\0"
                : "UNSUBSCRIBE\nid:s\n\n\0";
    }

    private static String resumeOrLeave(String epoch, int serial) {
        String room = "honest-0";
        int partition = BuiltInPartitioner.partitionForKey(room.getBytes(US_ASCII), PARTITIONS);
        return serial % 2 == 0
                ? "SUBSCRIBE\nid:s\nafter:%s-%d-%d\ndestination:/sub/chat/room/%s\n\n\0"
                        .formatted(epoch, partition, serial * 500 % FAR_BACK, room)
                : "UNSUBSCRIBE\nid:s\n\n\0";
    }
}
