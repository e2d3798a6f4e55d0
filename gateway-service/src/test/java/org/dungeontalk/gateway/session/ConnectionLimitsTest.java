package org.dungeontalk.gateway.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.gateway.limit.Limit;
import org.dungeontalk.gateway.limit.Limits;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Fault W13: far more connections from one player and one address than anybody needs. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
@TestProfile(ConnectionLimitsTest.LowLimits.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConnectionLimitsTest {
    private static final int OF_ADDRESS = 20;
    private static final String ROOM = "/sub/chat/room/r";

    public static class LowLimits implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.ofEntries(
                    entry("dungeontalk.limits.connections-per-player", "3"),
                    entry("dungeontalk.limits.connections-per-address", "" + OF_ADDRESS),
                    entry("dungeontalk.limits.address-handshakes-per-second", "1"),
                    entry("dungeontalk.limits.address-handshake-burst", "300"),
                    entry("dungeontalk.limits.frames-per-second", "5"),
                    entry("dungeontalk.limits.frame-burst", "10"),
                    entry("dungeontalk.limits.service-messages-per-second", "1"),
                    entry("dungeontalk.limits.service-message-burst", "3"),
                    entry("dungeontalk.stomp.connect-timeout", "60s"),
                    entry("quarkus.http.proxy.proxy-address-forwarding", "true"),
                    entry("quarkus.http.proxy.trusted-proxies", "192.0.2.1"));
        }
    }

    @TestHTTPResource("/")
    URI http;

    @Inject Limits limits;

    @Inject MeterRegistry registry;

    private final List<RawClient> open = new ArrayList<>();

    @AfterEach
    void closeAll() {
        open.forEach(RawClient::close);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> limits.connections() == 0);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> registry.get("dungeontalk.gateway.players").gauge().value() == 0);
    }

    @Test
    @Order(1)
    void theNewestConnectionOfAPlayerComesInAndTheOneSilentLongestGivesItsPlace() {
        String token = Tokens.of("many");
        for (int i = 0; i < 3; i++) {
            open.add(RawClient.connected(http.getPort(), token).subscribe("s", ROOM));
        }
        open.get(0).subscribe("again", ROOM + "-2");
        double before = limited(Limit.PLAYER_CONNECTIONS);
        open.add(RawClient.connected(http.getPort(), token).subscribe("s", ROOM));
        assertEquals(CloseCode.REPLACED.code(), open.get(1).awaitClose());
        assertEquals(1, limited(Limit.PLAYER_CONNECTIONS) - before);
        for (int still : List.of(0, 2, 3)) {
            assertFalse(open.get(still).isClosed());
        }
    }

    @Test
    @Order(2)
    void deadConnectionsOfAPhoneRefuseNobodyAndTheTokenMayComeInConnect() throws IOException {
        String token = Tokens.of("late");
        List<Socket> dead = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                dead.add(mute(token));
            }
            for (int i = 0; i < 3; i++) {
                RawClient client = connecting(token);
                open.add(client);
                client.await(f -> f.startsWith("CONNECTED"));
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> limits.connections() == 3);
            open.forEach(client -> assertFalse(client.isClosed()));
        } finally {
            for (Socket socket : dead) {
                socket.close();
            }
        }
    }

    @Test
    @Order(3)
    void aServiceMayHaveAsManyAsItNeeds() {
        String token = Tokens.withRoles("ai", "service");
        for (int i = 0; i < 5; i++) {
            open.add(RawClient.connected(http.getPort(), token));
        }
        assertEquals(5, limits.connections());
    }

    @Test
    @Order(4)
    void framesOfOneConnectionAreBounded() {
        RawClient mira = RawClient.connected(http.getPort(), Tokens.of("mira"));
        open.add(mira);
        for (int i = 0; i < 50; i++) {
            mira.send("ACK\nid:" + i + "\nreceipt:a" + i + "\n\n\0");
        }
        mira.awaitReceipt("a0");
        assertTrue(mira.awaitRefusal("a49").contains("\"RATE_LIMITED\""));
        assertTrue(limited(Limit.CONNECTION_FRAMES) > 0);
    }

    @Test
    @Order(5)
    void anAddressGetsItsConnectionsAndThen429WhateverItClaimsToBe() {
        Awaitility.await().until(() -> limits.connections() == 0);
        for (int i = 0; i < OF_ADDRESS; i++) {
            open.add(RawClient.open(http.getPort(), ""));
        }
        Awaitility.await().until(() -> limits.connections() == OF_ADDRESS);
        double before = limited(Limit.ADDRESS_CONNECTIONS);
        for (int i = 0; i < 200; i++) {
            assertEquals(
                    429,
                    RawClient.statusOf(
                            http.getPort(),
                            "/ws-chat",
                            "",
                            Map.of("X-Forwarded-For", "10.0.0." + i)));
        }
        assertEquals(200, limited(Limit.ADDRESS_CONNECTIONS) - before);
        assertEquals(OF_ADDRESS, limits.connections());
    }

    @Test
    @Order(6)
    void whoComesAndGoesAllTheTimeIsRefusedWith429() {
        boolean refused = false;
        for (int i = 0; i < 2_000 && !refused; i++) {
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> limits.connections() < OF_ADDRESS);
            refused = RawClient.statusOf(http.getPort(), "") == 429;
        }
        assertTrue(refused);
        assertEquals(1, limited(Limit.ADDRESS_HANDSHAKES));
    }

    @Test
    @Order(7)
    void aServicePastItsRateIsToldWhenToComeBack() {
        String token = Tokens.withRoles("hasty", "service");
        Response answer = null;
        for (int i = 0; i < 200 && (answer == null || answer.statusCode() == 201); i++) {
            answer =
                    RestAssured.given()
                            .header("Authorization", "Bearer " + token)
                            .body("{\"content\":\"x\"}")
                            .post(http.resolve("/api/chat/room/r/message"));
        }
        answer.then().statusCode(429).header("Retry-After", "1");
        assertTrue(limited(Limit.SERVICE_MESSAGES) > 0);
    }

    /** A connection that is CONNECTED and from then on neither reads nor says anything. */
    private Socket mute(String token) throws IOException {
        Socket socket = new Socket("localhost", http.getPort());
        String handshake =
                "GET /ws-chat?token="
                        + token
                        + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(handshake.getBytes(US_ASCII));
        readUntil(socket, "\r\n\r\n");
        byte[] frame = "CONNECT\naccept-version:1.2\nhost:x\n\n\0".getBytes(US_ASCII);
        socket.getOutputStream().write(new byte[] {(byte) 0x81, (byte) (0x80 | frame.length)});
        socket.getOutputStream().write(new byte[4]);
        socket.getOutputStream().write(frame);
        socket.getOutputStream().flush();
        readUntil(socket, "CONNECTED");
        return socket;
    }

    private static void readUntil(Socket socket, String end) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(end) < 0) {
            int next = socket.getInputStream().read();
            assertTrue(next >= 0, "ended after " + read);
            read.append((char) next);
        }
    }

    private RawClient connecting(String token) {
        RawClient client = RawClient.open(http.getPort(), "");
        client.send(
                "CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer " + token + "\n\n\0");
        return client;
    }

    private double limited(Limit limit) {
        return registry.get("dungeontalk.gateway.limited")
                .tag("limit", limit.name())
                .counter()
                .count();
    }
}
