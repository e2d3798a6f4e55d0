package org.dungeontalk.gateway.handshake;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.gateway.limit.Limit;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Strangers at the door: they are counted where they are, and don't take the others' share. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
@TestProfile(HandshakeShareTest.LowHandshakeLimits.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HandshakeShareTest {
    private static final int OF_ADDRESS = 10;
    private static final int OF_NETWORK = 40;
    private static final int OF_GATEWAY = 400;
    private static final String FORWARDED = "X-Forwarded-For";

    public static class LowHandshakeLimits implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.ofEntries(
                    entry("dungeontalk.limits.address-handshakes-per-second", "1"),
                    entry("dungeontalk.limits.address-handshake-burst", "" + OF_ADDRESS),
                    entry("dungeontalk.limits.network-handshakes-per-second", "1"),
                    entry("dungeontalk.limits.network-handshake-burst", "" + OF_NETWORK),
                    entry("dungeontalk.limits.handshakes-per-second", "2"),
                    entry("dungeontalk.limits.handshake-burst", "" + OF_GATEWAY),
                    entry("quarkus.http.proxy.proxy-address-forwarding", "true"),
                    entry("quarkus.http.proxy.trusted-proxies", "127.0.0.1"));
        }
    }

    @TestHTTPResource("/")
    URI http;

    @Inject MeterRegistry registry;

    @Test
    @Order(1)
    void aForgedFirstHopNeitherFreesItsSenderNorChargesAVictim() {
        double before = limited(Limit.ADDRESS_HANDSHAKES);
        assertRefusedSoon(429, OF_ADDRESS, i -> from("198." + i + ".100.7, 203.0.113.5"));
        assertRefusedSoon(429, OF_ADDRESS, i -> from("198.51.100.77, 203.0.113.6"));
        assertTrue(limited(Limit.ADDRESS_HANDSHAKES) > before);
        assertEquals(101, from("198.51.100.77"));
        assertToldWhenToComeBack(429, "203.0.113.6");
    }

    @Test
    @Order(2)
    void behindHaproxyTheClientCountsWhateverItClaims(@TempDir Path dir) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/haproxy")), "haproxy is not installed");
        int port = freePort();
        Process haproxy = haproxy(dir, port);
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> through(port, "127.0.0.4", "9.9.9.9") == 101);
            assertRefusedSoon(
                    429, OF_ADDRESS, i -> through(port, "127.0.0.2", "198." + i + ".9.9"));
            assertEquals(101, through(port, "127.0.0.3", "127.0.0.2"));
        } finally {
            haproxy.destroy();
        }
    }

    @Test
    @Order(3)
    void theAddressesOfOneNetworkShareItsHandshakesWithoutAToken() {
        double before = limited(Limit.NETWORK_HANDSHAKES);
        assertRefusedSoon(429, OF_NETWORK, i -> from("2001:db8:1:f" + i % 16 + "::1"));
        assertTrue(limited(Limit.NETWORK_HANDSHAKES) > before);
        assertEquals(101, from("2001:db8:2:1::1"));
        assertEquals(101, withToken("2001:db8:1:ff00::1"));
    }

    @Test
    @Order(4)
    void whoHasAGoodTokenComesInWhenStrangersOfManyNetworksHaveTakenTheirHalf() {
        assertRefusedSoon(503, OF_GATEWAY / 2, i -> from("2001:db8:" + (i + 256) + "::1"));
        assertToldWhenToComeBack(503, "2001:db8:999::1");
        for (int i = 0; i < OF_GATEWAY / 8; i++) {
            assertEquals(101, withToken("2001:db8:a:" + Integer.toHexString(i) + "::1"));
        }
    }

    @Test
    @Order(5)
    void forgedTokensFromManyAddressesTakeNothingFromWhoHasAGoodOne() {
        for (int i = 0; i < OF_GATEWAY; i++) {
            String somewhere = "2001:db8:c:" + Integer.toHexString(i) + "::1";
            assertEquals(401, statusOf("?token=forged", somewhere), "after " + i);
        }
        assertEquals(101, withToken("2001:db8:d:1::1"));
    }

    /** Within some more tries than the bound: while the test ran, some were given back. */
    private static void assertRefusedSoon(int status, int bound, IntFunction<Integer> handshake) {
        int tries = 0;
        int answer = 101;
        while (answer == 101 && tries < bound * 20) {
            answer = handshake.apply(tries++);
        }
        assertEquals(status, answer, "after " + tries);
        assertTrue(tries > bound / 2, "after " + tries);
    }

    /** Between one second and five, and not always the same. */
    private void assertToldWhenToComeBack(int status, String forwarded) {
        Set<String> told = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            RawClient.refusal(http.getPort(), "/ws-chat", "", Map.of(FORWARDED, forwarded))
                    .filter(answer -> answer.statusCode() == status)
                    .ifPresent(
                            answer ->
                                    told.add(
                                            answer.headers()
                                                    .firstValue("Retry-After")
                                                    .orElse("never")));
        }
        assertTrue(Set.of("1", "2", "3", "4", "5").containsAll(told), told.toString());
        assertTrue(told.size() > 1, told.toString());
    }

    private int from(String forwarded) {
        return statusOf("", forwarded);
    }

    private int withToken(String forwarded) {
        return statusOf("?token=" + Tokens.of("mira"), forwarded);
    }

    private int statusOf(String query, String forwarded) {
        return RawClient.statusOf(http.getPort(), "/ws-chat", query, Map.of(FORWARDED, forwarded));
    }

    /** As deploy/local/ingress sets it up, with this gateway behind it. */
    private Process haproxy(Path dir, int port) throws IOException {
        Path sources = Path.of("..", "deploy", "local", "ingress");
        Files.copy(
                sources.resolve("partition.lua"),
                dir.resolve("partition.lua"),
                StandardCopyOption.REPLACE_EXISTING);
        StringBuilder config = new StringBuilder();
        for (String line : Files.readAllLines(sources.resolve("haproxy.cfg"))) {
            if (line.strip().startsWith("bind ")) {
                config.append("  bind 127.0.0.1:").append(port).append('\n');
            } else if (!line.strip().startsWith("server ")) {
                config.append(line).append('\n');
            }
        }
        config.append("  server one 127.0.0.1:").append(http.getPort()).append('\n');
        Path file = Files.writeString(dir.resolve("haproxy.cfg"), config);
        return new ProcessBuilder("/usr/sbin/haproxy", "-db", "-f", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("haproxy.log").toFile())
                .start();
    }

    /** The status of a handshake that a client at that address sends to haproxy. */
    private static int through(int port, String client, String forged) {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(client, 0));
            socket.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
            socket.setSoTimeout(20_000);
            String request =
                    "GET /ws-chat HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                            + "Sec-WebSocket-Protocol: v12.stomp\r\n"
                            + FORWARDED
                            + ": "
                            + forged
                            + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            String status =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))
                            .readLine();
            return status == null ? 0 : Integer.parseInt(status.split(" ")[1]);
        } catch (IOException e) {
            return 0;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private double limited(Limit limit) {
        return registry.get("dungeontalk.gateway.limited")
                .tag("limit", limit.name())
                .counter()
                .count();
    }
}
