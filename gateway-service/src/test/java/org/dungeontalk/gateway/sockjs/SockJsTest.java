package org.dungeontalk.gateway.sockjs;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.gateway.WireClient;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.junit.jupiter.api.Test;

/** The SockJS transport beside plain WebSockets: same rooms, same rules. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
class SockJsTest {

    @TestHTTPResource("/")
    URI http;

    @Test
    void infoSaysThatThereIsAWebSocketAndThatNoCookieIsNeeded() {
        given().port(http.getPort())
                .get("/ws-chat/info")
                .then()
                .statusCode(200)
                .contentType(containsString("application/json"))
                .header("Cache-Control", containsString("no-store"))
                .body("websocket", is(true))
                .body("cookie_needed", is(false))
                .body("entropy", notNullValue());
    }

    @Test
    void aForeignOriginGetsNoInfo() {
        given().port(http.getPort())
                .header("Origin", "https://elsewhere.example")
                .get("/ws-chat/info")
                .then()
                .statusCode(403);
    }

    @Test
    void bothKindsOfClientTalkInOneRoom() {
        String room = "mixed-" + UUID.randomUUID();
        try (RawClient plain = RawClient.connected(http.getPort(), Tokens.of("plain"));
                RawClient sock = connected("sock")) {
            plain.subscribe("s", "/sub/chat/room/" + room);
            send(sock, "SUBSCRIBE\nid:s\nreceipt:sub\ndestination:/sub/chat/room/" + room);
            sock.await(f -> f.contains("receipt-id:sub"));
            plain.talk(room, "p", "from the plain one, \\\"quoted\\\"");
            sock.await(f -> f.startsWith("a[") && f.contains("from the plain one"));
            send(
                    sock,
                    "SEND\ndestination:/pub/chat/send\nreceipt:x\n\n"
                            + "{\"roomId\":\""
                            + room
                            + "\",\"type\":\"TALK\",\"content\":\"용의 문\"}");
            sock.await(f -> f.contains("receipt-id:x"));
            plain.await(f -> f.contains("용의 문"));
            String seen = sock.await(f -> f.contains("용의 문"));
            String stomp = new JsonArray(seen.substring(1)).getString(0);
            assertTrue(stomp.startsWith("MESSAGE\nsubscription:s\n"), stomp);
            assertTrue(plain.frames().contains(stomp.substring(0, stomp.length() - 1)), stomp);
        }
    }

    @Test
    void theReasonOfACloseComesInSockJsAndInTheWebSocket() {
        try (RawClient sock = connected("broken")) {
            sock.send("no JSON at all");
            sock.await(f -> f.contains("ERROR") && f.contains("JSON array"));
            sock.await(f -> f.equals("c[1002,\"protocol error\"]"));
            assertEquals(CloseCode.PROTOCOL_ERROR.code(), sock.awaitClose());
        }
    }

    @Test
    void theReplacementCharacterIsTextAndMalformedBytesAreNot() throws IOException {
        try (RawClient sock = connected("fffd")) {
            send(sock, "ACK\nid:\uFFFD\nreceipt:\uFFFD");
            sock.await(f -> f.contains("receipt-id:\uFFFD"));
        }
        for (int kind : new int[] {WireClient.TEXT, WireClient.BINARY}) {
            try (WireClient sock = new WireClient(http.getPort(), "/ws-chat/1/a/websocket")) {
                byte[] bytes = "[\"CONNECT\\nx:?\\n\"]".getBytes(UTF_8);
                bytes["[\"CONNECT\\nx:".length()] = (byte) 0xFF;
                sock.frame(kind, bytes);
                assertEquals(CloseCode.NOT_UTF8.code(), sock.awaitClose());
            }
        }
    }

    @Test
    void halfOfASurrogatePairInAFrameIsMalformedAndInItsBodyRefused() {
        String frame = "SEND\\ndestination:/pub/chat/send\\nreceipt:half\\n\\n";
        String json = "{\\\"roomId\\\":\\\"r\\\",\\\"type\\\":\\\"TALK\\\",\\\"content\\\":\\\"";
        try (RawClient sock = connected("half")) {
            send(sock, "SUBSCRIBE\nid:e\nreceipt:errors\ndestination:/user/queue/errors");
            sock.await(f -> f.contains("receipt-id:errors"));
            sock.send("[\"" + frame + json + "\\\\ud83d\\\"}\\u0000\"]");
            sock.await(f -> f.contains("INVALID_"));
            sock.send("[\"" + frame + json + "\\ud83d\\\"}\\u0000\"]");
            sock.await(f -> f.equals("c[1007,\"text is not UTF-8\"]"));
            assertEquals(CloseCode.NOT_UTF8.code(), sock.awaitClose());
        }
    }

    @Test
    void serverHeartBeatsComeAsMessages() {
        try (RawClient sock = open("beat")) {
            send(sock, "CONNECT\naccept-version:1.2\nheart-beat:0,1000\nhost:x\n");
            sock.await(f -> f.equals("a[\"\\n\"]"));
        }
    }

    @Test
    void aBadTokenIsRefusedBeforeTheUpgrade() {
        assertEquals(
                401,
                RawClient.statusOf(
                        http.getPort(), "/ws-chat/7/abc/websocket", "?token=nonsense", Map.of()));
    }

    private RawClient connected(String player) {
        RawClient sock = open(player);
        sock.await(f -> f.equals("o"));
        send(sock, "CONNECT\naccept-version:1.2\nhost:x\n");
        sock.await(f -> f.startsWith("a[\"CONNECTED\\nversion:1.2"));
        return sock;
    }

    private RawClient open(String player) {
        return RawClient.open(
                http.getPort(), "/ws-chat/042/x1y2z3/websocket", "?token=" + Tokens.of(player));
    }

    private static void send(RawClient sock, String frame) {
        String whole = frame.contains("\n\n") ? frame : frame + "\n\n";
        sock.send(new JsonArray().add(whole + "\0").encode());
    }
}
