package org.dungeontalk.gateway.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.gateway.WireClient;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many clients begin what they don't finish, each within its own bounds. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
@TestProfile(UnfinishedFramesTest.SmallInboundMemory.class)
class UnfinishedFramesTest {
    private static final int LIMIT = 256 * 1024;
    private static final int MOST_ON_ITS_WAY = 128 * 1024;
    private static final int CLIENTS = 40;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    public static class SmallInboundMemory implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("dungeontalk.inbound.total-bytes", Integer.toString(LIMIT));
        }
    }

    interface Action {
        void on(WireClient client) throws IOException;
    }

    /** Each is more than a fortieth of the limit. */
    enum Unfinished {
        WEBSOCKET_FRAME(c -> c.begin(WireClient.TEXT, 60_000, bytes(20_000))),
        FRAGMENTS(
                c -> {
                    c.frame(WireClient.FIRST_TEXT, bytes(10_000));
                    c.frame(WireClient.CONTINUATION, bytes(10_000));
                }),
        STOMP_BODY(c -> c.frame(WireClient.TEXT, "SEND\nh:x\n\n" + "x".repeat(10_000))),
        STOMP_HEADERS(c -> c.frame(WireClient.TEXT, "SEND\n" + headers(230))),
        MANY_SHORT_HEADERS(c -> c.frame(WireClient.TEXT, "SEND\n" + headers(1))),
        ALL_OF_IT(
                c -> {
                    c.frame(WireClient.TEXT, "SEND\n" + headers(100));
                    c.frame(WireClient.FIRST_TEXT, bytes(2_000));
                    c.begin(WireClient.CONTINUATION, 60_000, bytes(3_000));
                });

        private final Action deed;

        Unfinished(Action deed) {
            this.deed = deed;
        }
    }

    @TestHTTPResource("/")
    URI http;

    @Inject MeterRegistry registry;

    private final List<WireClient> clients = new ArrayList<>();

    @AfterEach
    void leave() throws IOException {
        for (WireClient client : clients) {
            client.close();
        }
        Awaitility.await().atMost(TIMEOUT).until(() -> gauge("inbound.bytes") == 0);
    }

    @ParameterizedTest
    @EnumSource
    void theOneThatHoldsTheMostIsClosedUntilItIsEnoughAndOthersAreServed(Unfinished what)
            throws IOException {
        double before = closed();
        double shed = shed();
        try (RawClient mira = RawClient.connected(http.getPort(), Tokens.of("mira"))) {
            for (int i = 0; i < CLIENTS; i++) {
                WireClient client =
                        WireClient.connected(http.getPort(), Tokens.of("u-" + i), "0,0");
                clients.add(client);
                what.deed.on(client);
            }
            Awaitility.await().atMost(TIMEOUT).until(() -> closed() > before);
            Awaitility.await().atMost(TIMEOUT).until(() -> gauge("inbound.bytes") <= LIMIT);
            mira.subscribe("s", "/sub/chat/room/unfinished");
            mira.talk("unfinished", "said", "small");
            mira.awaitReceipt("said");
            assertFalse(mira.isClosed());
            assertEquals(closed() - before, shed() - shed);
        }
    }

    @Test
    void whatSockJsBringsIsCountedToo() throws IOException {
        double before = closed();
        for (int i = 0; i < CLIENTS; i++) {
            WireClient client =
                    new WireClient(
                            http.getPort(),
                            "/ws-chat/1/s" + i + "/websocket?token=" + Tokens.of("s-" + i));
            clients.add(client);
            client.frame(
                    WireClient.TEXT,
                    "[\"CONNECT\\naccept-version:1.2\\nhost:x\\n\\n\\u0000\",\"SEND\\n\\n"
                            + "x".repeat(10_000)
                            + "\"]");
        }
        Awaitility.await().atMost(TIMEOUT).until(() -> closed() > before);
        Awaitility.await().atMost(TIMEOUT).until(() -> gauge("inbound.bytes") <= LIMIT);
    }

    @Test
    void theClientIsToldToComeBackLater() throws IOException {
        for (int i = 0; i < CLIENTS; i++) {
            WireClient client = WireClient.connected(http.getPort(), Tokens.of("t-" + i), "0,0");
            clients.add(client);
            client.frame(WireClient.TEXT, "SEND\n\n" + "x".repeat(i == 0 ? 16_000 : 8_000));
        }
        assertEquals(1013, clients.get(0).awaitClose());
    }

    @Test
    void whatIsFinishedHoldsNothing() throws IOException {
        double before = closed();
        WireClient client = WireClient.connected(http.getPort(), Tokens.of("f"), "0,0");
        clients.add(client);
        for (int i = 0; i < 20; i++) {
            String beats = "\n".repeat(8_000);
            client.begin(WireClient.TEXT, 1 + beats.length(), bytes("\n"));
            Awaitility.await().atMost(TIMEOUT).until(() -> gauge("inbound.bytes") > 0);
            client.raw(bytes(beats));
            Awaitility.await().atMost(TIMEOUT).until(() -> gauge("inbound.bytes") == 0);
        }
        assertEquals(before, closed());
    }

    /** The rest of the first frame can't come any more: only a cut gives its bytes back. */
    @Test
    void whatComesBehindTheCloseIsCountedAndCutOff() throws IOException {
        double before = shed();
        for (int i = 0; i < CLIENTS; i++) {
            WireClient client = WireClient.connected(http.getPort(), Tokens.of("b-" + i), "0,0");
            clients.add(client);
            client.frame(WireClient.TEXT, "NONSENSE\n\n\0");
            client.begin(WireClient.TEXT, 60_000, bytes(20_000));
            assertEquals(1002, client.awaitClose());
            if (i == 0) {
                Awaitility.await().atMost(TIMEOUT).until(() -> gauge("inbound.bytes") > 0);
            }
            double held = gauge("inbound.bytes");
            assertTrue(held <= LIMIT + MOST_ON_ITS_WAY, held + " bytes are held");
        }
        assertEquals(before, shed(), "they were closed already");
    }

    private double closed() {
        return registry.get("dungeontalk.gateway.sessions.closed")
                .tag("code", CloseCode.TRY_AGAIN_LATER.name())
                .counter()
                .count();
    }

    private double shed() {
        return registry.get("dungeontalk.gateway.inbound.shed").functionCounter().count();
    }

    private double gauge(String what) {
        return registry.get("dungeontalk.gateway." + what).gauge().value();
    }

    private static byte[] bytes(int length) {
        return bytes("x".repeat(length));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }

    /** As many as a frame may have, less one. */
    private static String headers(int valueLength) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 63; i++) {
            all.append("h").append(i).append(':').append("x".repeat(valueLength)).append('\n');
        }
        return all.toString();
    }
}
