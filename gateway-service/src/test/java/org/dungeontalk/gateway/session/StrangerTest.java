package org.dungeontalk.gateway.session;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.gateway.WireClient;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.junit.jupiter.api.Test;

/** Who sends what costs him nothing is read at his rate, token or none; others are served. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
class StrangerTest {
    private static final String HEADERS =
            "CONNECT\naccept-version:1.2\n" + ("h:" + "x".repeat(230) + "\n").repeat(62);

    /** What is sent again and again, after a beginning. */
    enum Action {
        EMPTY_MESSAGES(WireClient.TEXT, HEADERS, WireClient.TEXT, ""),
        ONE_BYTE_MESSAGES(WireClient.TEXT, HEADERS, WireClient.TEXT, "x"),
        EMPTY_BINARY_MESSAGES(WireClient.BINARY, HEADERS, WireClient.BINARY, ""),
        UNFINISHED_FRAGMENTS(WireClient.FIRST_TEXT, "C", WireClient.CONTINUATION, ""),
        BEATS(WireClient.TEXT, "\n", WireClient.TEXT, "\n"),
        BEATS_AFTER_BINARY(WireClient.BINARY, "\r\n", WireClient.BINARY, "\r\n"),
        PINGS(WireClient.PING, "", WireClient.PING, "ping"),
        PONGS(WireClient.PONG, "", WireClient.PONG, "");

        private final int beginning;
        private final String begins;
        private final int first;
        private final String payload;

        Action(int beginning, String begins, int first, String payload) {
            this.beginning = beginning;
            this.begins = begins;
            this.first = first;
            this.payload = payload;
        }
    }

    /** Frames of one connection over its rate: what one in 10 seconds may send, and one read. */
    private static final double MOST_OVER = 3_000;

    @TestHTTPResource("/")
    URI http;

    @Inject MeterRegistry registry;

    @Test
    void whoFloodsIsReadAtItsRateAndWithoutATokenClosedWhenTheTimeForConnectIsUp()
            throws IOException, InterruptedException {
        double before = limited();
        List<Thread> strangers = new ArrayList<>();
        List<Thread> all = new ArrayList<>();
        List<WireClient> clients = new ArrayList<>();
        for (Action deed : Action.values()) {
            WireClient stranger = new WireClient(http.getPort(), "/ws-chat");
            WireClient sockJs = new WireClient(http.getPort(), "/ws-chat/1/a/websocket");
            WireClient player = WireClient.connected(http.getPort(), Tokens.of("f-" + deed), "0,0");
            boolean data = deed.first == WireClient.TEXT;
            strangers.add(flood(stranger, deed, deed.begins, deed.payload));
            strangers.add(
                    flood(
                            sockJs,
                            deed,
                            data ? "[\"C\"]" : deed.begins,
                            data ? "[\"\"]" : deed.payload));
            all.add(flood(player, deed, deed.begins.replace("CONNECT", "SEND"), deed.payload));
            clients.addAll(List.of(stranger, sockJs, player));
        }
        all.addAll(strangers);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> limited() > before);

        assertOthersAreServed();
        for (Thread stranger : strangers) {
            stranger.join(Duration.ofSeconds(60).toMillis());
            assertFalse(stranger.isAlive(), stranger.getName() + " is still let in");
        }
        double over = limited() - before;
        assertTrue(over < all.size() * MOST_OVER, over + " frames were read past the limit");
        for (WireClient client : clients) {
            client.close();
        }
    }

    @Test
    void whoTricklesIsClosedWhenTheTimeForConnectIsUp() throws IOException {
        try (WireClient stranger = new WireClient(http.getPort(), "/ws-chat")) {
            stranger.frame(WireClient.TEXT, HEADERS);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(100))
                    .ignoreExceptions()
                    .until(
                            () -> {
                                stranger.frame(WireClient.TEXT, "x");
                                return closed(CloseCode.NO_CONNECT) > 0;
                            });
        }
    }

    @Test
    void whoSendsAFrameByteByByteIsReadAtItsRate() throws IOException {
        double before = limited();
        try (WireClient stranger = new WireClient(http.getPort(), "/ws-chat")) {
            stranger.begin(WireClient.TEXT, 60_000, new byte[1]);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(9))
                    .pollInterval(Duration.ofMillis(10))
                    .until(
                            () -> {
                                for (int i = 0; i < 50; i++) {
                                    stranger.raw(new byte[1]);
                                }
                                return limited() > before;
                            });
        }
    }

    @Test
    void whoSendsMoreThanItsRateIsReadLaterAndLosesNothing() throws IOException {
        double before = limited();
        int burstAndFiveSeconds = 1_200;
        long begun = System.nanoTime();
        try (WireClient player = WireClient.connected(http.getPort(), Tokens.of("much"), "0,0")) {
            String beats = "\n".repeat(1_000);
            player.frames(WireClient.TEXT, beats, burstAndFiveSeconds);
            player.frame(
                    WireClient.TEXT,
                    "SEND\n"
                        + "destination:/pub/chat/send\n"
                        + "receipt:r\n\n"
                        + "{\"roomId\":\"much\",\"type\":\"TALK\",\"content\":\"after all\"}\0");
            player.await(f -> f.text().startsWith("RECEIPT"));
        }
        long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        assertTrue(millis >= 3_000, "all was read after " + millis + " ms");
        assertTrue(limited() > before, "the rate was never passed");
    }

    /** Sends until the socket is closed, by whichever side. */
    private static Thread flood(WireClient client, Action deed, String begins, String payload) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                client.frame(deed.beginning, begins);
                                while (true) {
                                    client.frames(deed.first, payload, 500);
                                }
                            } catch (IOException ended) {
                                return;
                            }
                        },
                        "flood of " + deed);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void assertOthersAreServed() {
        try (RawClient mira = RawClient.connected(http.getPort(), Tokens.of("mira"))) {
            mira.send("SUBSCRIBE\nid:s\nreceipt:sub\ndestination:/sub/chat/room/served\n\n\0");
            mira.awaitReceipt("sub");
            assertFalse(mira.isClosed());
        }
    }

    private double closed(CloseCode code) {
        return registry.get("dungeontalk.gateway.sessions.closed")
                .tag("code", code.name())
                .counter()
                .count();
    }

    private double limited() {
        return registry.get("dungeontalk.gateway.limited")
                .tag("limit", "CONNECTION_BYTES")
                .counter()
                .count();
    }
}
