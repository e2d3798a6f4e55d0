package org.dungeontalk.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.gateway.WireClient;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.junit.jupiter.api.Test;

/** CONNECT, refusals, heart-beats and the ways a session ends. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
class SessionTest {

    @TestHTTPResource("/")
    URI http;

    @Inject GatewayConfig config;

    @Test
    void withoutASettingPingsComeWellBeforeProxiesAndHiddenPagesGiveUp() {
        assertEquals(Duration.ofSeconds(25), config.stomp().ping());
    }

    @Test
    void connectedTellsVersionHeartBeatAndWhoYouAre() {
        try (RawClient client = open("mira")) {
            client.send("STOMP\naccept-version:1.0,1.1\nheart-beat:0,0\nhost:x\n\n\0");
            String frame = client.await(f -> f.startsWith("CONNECTED"));
            assertTrue(frame.contains("\nversion:1.1\n"));
            assertTrue(frame.contains("\nheart-beat:1000,1000\n"));
            assertTrue(frame.contains("\nuser-name:mira\n"));
        }
    }

    @Test
    void theTokenMayComeInConnectAndAtTheOtherPath() {
        try (RawClient client = RawClient.open(http.getPort(), "/ws-chat/websocket", "")) {
            client.send(
                    "CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer "
                            + Tokens.of("tomas")
                            + "\n\n\0");
            assertTrue(client.await(f -> f.startsWith("CONNECTED")).contains("user-name:tomas"));
        }
    }

    @Test
    void aBadTokenIsRefusedBeforeTheUpgrade() {
        int port = http.getPort();
        assertEquals(401, RawClient.statusOf(port, "?token=nonsense"));
        assertEquals(401, RawClient.statusOf(port, "?token=" + Tokens.signedBySomebodyElse("x")));
        assertEquals(
                401,
                RawClient.statusOf(
                        port, "?token=" + Tokens.expiring("x", Duration.ofSeconds(-60))));
        assertEquals(
                401,
                RawClient.statusOf(
                        port, "?token=eyJhbGciOiJub25lIn0.eyJpZCI6IngiLCJleHAiOjk5OTk5OTk5OTl9."));
    }

    @Test
    void aHandshakeWithMoreThanSixteenKilobytesOfHeadersIsRefused() {
        assertEquals(101, statusWithHeader(15_000));
        assertEquals(431, statusWithHeader(16_384));
    }

    @Test
    void connectWithoutATokenIsAnsweredWithAnErrorAndClosed() {
        try (RawClient client = RawClient.open(http.getPort(), "")) {
            client.send("CONNECT\naccept-version:1.2\nhost:x\n\n\0");
            client.await(f -> f.startsWith("ERROR") && f.contains("token"));
            assertEquals(CloseCode.UNAUTHORIZED.code(), client.awaitClose());
        }
    }

    @Test
    void whoDoesNotConnectInTimeIsClosed() {
        try (RawClient client = open("mira")) {
            assertEquals(CloseCode.NO_CONNECT.code(), client.awaitClose());
        }
    }

    @Test
    void theSessionEndsWithinFiveSecondsAfterItsToken() {
        String token = Tokens.expiring("mira", Duration.ofSeconds(6));
        Instant latest = Instant.now().plusSeconds(6 + 5);
        try (RawClient client = RawClient.connected(http.getPort(), token)) {
            assertTrue(client.awaitSeenOpenLast().isBefore(latest), "closed too late");
            assertEquals(CloseCode.TOKEN_EXPIRED.code(), client.awaitClose());
        }
    }

    @Test
    void theServerBeatsAndClosesAClientThatFallsSilent() throws IOException {
        try (WireClient client =
                WireClient.connected(http.getPort(), Tokens.of("mira"), "1000,1000")) {
            client.await(f -> f.text().equals("\n"));
            assertEquals(CloseCode.SILENT.code(), client.awaitClose());
        }
    }

    @Test
    void aClientThatBeatsStays() {
        try (RawClient client = open("mira")) {
            client.send("CONNECT\naccept-version:1.2\nheart-beat:3000,1000\nhost:x\n\n\0");
            client.await(f -> f.startsWith("CONNECTED"));
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(500))
                    .atMost(Duration.ofSeconds(40))
                    .until(
                            () -> {
                                client.send("\n");
                                return beats(client) >= 8;
                            });
            assertFalse(client.isClosed());
        }
    }

    @Test
    void aRefusedSendIsExplainedAndTheSessionLivesOn() {
        try (RawClient client = RawClient.connected(http.getPort(), Tokens.of("mira"))) {
            client.talk("r", "long", "x".repeat(2001));
            assertTrue(client.awaitRefusal("long").contains("\"CONTENT_TOO_LONG\""));
            client.publish("/pub/chat/send", "json", "{");
            assertTrue(client.awaitRefusal("json").contains("\"INVALID_JSON\""));
            client.publish("/pub/nowhere", "where", "{}");
            assertTrue(client.awaitRefusal("where").contains("\"UNKNOWN_DESTINATION\""));
            client.publish(
                    "/pub/aichat/turn/end", "role", "{\"aiGameRoomId\":\"r\",\"turnNumber\":1}");
            assertTrue(client.awaitRefusal("role").contains("\"ROLE_REQUIRED\""));
            client.talk("r", "fine", "still here");
            client.awaitReceipt("fine");
        }
    }

    @Test
    void aRefusalComesEvenToAClientThatDidNotSubscribeToErrors() {
        try (RawClient client = open("mira")) {
            client.send("CONNECT\naccept-version:1.2\nhost:x\n\n\0");
            client.await(f -> f.startsWith("CONNECTED"));
            client.publish("/pub/chat/send", "json", "{");
            assertTrue(client.awaitRefusal("json").contains("\"INVALID_JSON\""));
        }
    }

    @Test
    void aPrivateRoomIsClosedToOthersForReadingAndWriting() {
        try (RawClient client =
                RawClient.connected(http.getPort(), Tokens.withRooms("mira", "lobby"))) {
            client.send("SUBSCRIBE\nid:s\nreceipt:sub\ndestination:/sub/chat/room/vault\n\n\0");
            assertTrue(client.awaitRefusal("sub").contains("\"ROOM_FORBIDDEN\""));
            client.talk("vault", "send", "hello");
            assertTrue(client.awaitRefusal("send").contains("\"ROOM_FORBIDDEN\""));
            client.talk("lobby", "ok", "hello");
            client.awaitReceipt("ok");
        }
    }

    @Test
    void whoTalksFasterThanThePlayersRateIsToldSo() {
        try (RawClient client = RawClient.connected(http.getPort(), Tokens.of("hasty"))) {
            IntStream.range(0, 40).forEach(i -> client.talk("r", "h" + i, "text " + i));
            client.awaitReceipt("h0");
            assertTrue(client.awaitRefusal("h39").contains("\"RATE_LIMITED\""));
        }
    }

    @Test
    void aFloodIsCutOff() {
        try (RawClient client = RawClient.connected(http.getPort(), Tokens.of("flood"))) {
            for (int i = 0; i < 2_000 && !client.isClosed(); i++) {
                try {
                    client.talk("r", "f" + i, "text " + i);
                } catch (java.util.concurrent.CompletionException closedMeanwhile) {
                    break;
                }
            }
            assertEquals(CloseCode.POLICY.code(), client.awaitClose());
        }
    }

    @Test
    void brokenStompIsAnsweredWithAnErrorAndClosed() {
        try (RawClient client = RawClient.connected(http.getPort(), Tokens.of("mira"))) {
            client.send("NONSENSE\n\n\0");
            client.await(f -> f.startsWith("ERROR") && f.contains("unknown command"));
            assertEquals(CloseCode.PROTOCOL_ERROR.code(), client.awaitClose());
        }
    }

    @Test
    void aTransactionIsAnsweredWithAnErrorThatSaysThereAreNoneAndClosed() {
        for (String command : List.of("BEGIN", "COMMIT", "ABORT")) {
            try (RawClient client = RawClient.connected(http.getPort(), Tokens.of("mira"))) {
                client.send(command + "\ntransaction:t\n\n\0");
                String error = client.await(f -> f.startsWith("ERROR"));
                assertTrue(error.contains("transactions are not supported"), command + error);
                assertEquals(CloseCode.PROTOCOL_ERROR.code(), client.awaitClose());
            }
        }
    }

    @Test
    void whoSpeaksNoneOfOurVersionsIsToldWhichThereAre() {
        try (RawClient client = open("mira")) {
            client.send("CONNECT\naccept-version:9.9\nhost:x\n\n\0");
            client.await(f -> f.startsWith("ERROR") && f.contains("\nversion:1.0,1.1,1.2\n"));
            assertEquals(CloseCode.PROTOCOL_ERROR.code(), client.awaitClose());
        }
    }

    @Test
    void disconnectIsConfirmedAfterWhatWasSentAndThenTheConnectionCloses() {
        try (RawClient client = RawClient.connected(http.getPort(), Tokens.of("mira"))) {
            client.talk("r", "last", "last words");
            client.send("DISCONNECT\nreceipt:bye\n\n\0");
            client.awaitReceipt("bye");
            assertTrue(receiptIndex(client, "last") >= 0, "before the answer to DISCONNECT");
            assertTrue(receiptIndex(client, "last") < receiptIndex(client, "bye"));
            assertEquals(CloseCode.NORMAL.code(), client.awaitClose());
        }
    }

    private RawClient open(String id) {
        return RawClient.open(http.getPort(), "?token=" + Tokens.of(id));
    }

    private int statusWithHeader(int size) {
        return RawClient.statusOf(
                http.getPort(), "/ws-chat", "", Map.of("X-Much", "x".repeat(size)));
    }

    private static long beats(RawClient client) {
        return client.frames().stream().filter(f -> f.equals("\n")).count();
    }

    private static int receiptIndex(RawClient client, String id) {
        return client.frames().indexOf("RECEIPT\nreceipt-id:" + id + "\n\n");
    }
}
