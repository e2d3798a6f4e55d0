package org.dungeontalk.gateway.session;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.GatewayMetrics;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.gateway.limit.Limit;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Fault W13: far more connections from one player and one address than anybody needs. */
@QuarkusTest
@QuarkusTestResource(GatewayInfrastructure.class)
@TestProfile(ConnectionLimitsTest.Lowered.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConnectionLimitsTest {
    private static final int OF_ADDRESS = 20;

    public static class Lowered implements QuarkusTestProfile {
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

    @Inject GatewayMetrics metrics;

    @Inject MeterRegistry registry;

    private final List<RawClient> open = new ArrayList<>();

    @AfterEach
    void closeAll() {
        open.forEach(RawClient::close);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> metrics.sessions() == 0);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> registry.get("dungeontalk.gateway.players").gauge().value() == 0);
    }

    @Test
    @Order(1)
    void aPlayerGetsItsConnectionsAndThen429() {
        String token = Tokens.of("many");
        for (int i = 0; i < 3; i++) {
            open.add(RawClient.connected(http.getPort(), token));
        }
        double before = limited(Limit.PLAYER_CONNECTIONS);
        assertEquals(429, RawClient.statusOf(http.getPort(), "?token=" + token));
        assertEquals(101, RawClient.statusOf(http.getPort(), "?token=" + Tokens.of("other")));
        assertEquals(1, limited(Limit.PLAYER_CONNECTIONS) - before);
        open.remove(0).close();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> RawClient.statusOf(http.getPort(), "?token=" + token) == 101);
    }

    @Test
    @Order(2)
    void aPlayerWhoseTokenComesInConnectIsClosedPastItsConnections() {
        String token = Tokens.of("late");
        for (int i = 0; i < 3; i++) {
            open.add(connecting(token));
            open.get(i).await(f -> f.startsWith("CONNECTED"));
        }
        RawClient fourth = connecting(token);
        open.add(fourth);
        fourth.await(f -> f.startsWith("ERROR") && f.contains("Too many connections"));
        assertEquals(CloseCode.TOO_MANY_CONNECTIONS.code(), fourth.awaitClose());
    }

    @Test
    @Order(3)
    void aServiceMayHaveAsManyAsItNeeds() {
        String token = Tokens.withRoles("ai", "service");
        for (int i = 0; i < 5; i++) {
            open.add(RawClient.connected(http.getPort(), token));
        }
        assertEquals(5, metrics.sessions());
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
        for (int i = 0; i < OF_ADDRESS; i++) {
            open.add(RawClient.open(http.getPort(), ""));
        }
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
        assertEquals(OF_ADDRESS, metrics.sessions());
    }

    @Test
    @Order(6)
    void whoComesAndGoesAllTheTimeIsRefusedWith429() {
        boolean refused = false;
        for (int i = 0; i < 2_000 && !refused; i++) {
            Awaitility.await().until(() -> metrics.sessions() < OF_ADDRESS);
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
