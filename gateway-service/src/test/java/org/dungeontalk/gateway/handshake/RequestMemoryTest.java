package org.dungeontalk.gateway.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.websockets.next.OpenConnections;
import io.quarkus.websockets.next.WebSocketConnection;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.junit.jupiter.api.Test;

/** An open WebSocket keeps as little as possible of the request with which it began. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
class RequestMemoryTest {

    @TestHTTPResource("/")
    URI http;

    @Inject OpenConnections connections;

    @Inject MeterRegistry meters;

    @Inject Instance<CurrentIdentityAssociation> security;

    @Test
    void noHeaderOfTheHandshakeIsKept() {
        Set<String> before = Set.copyOf(connections.stream().map(c -> c.id()).toList());
        Map<String, String> browser =
                Map.of("Cookie", "theme=" + "dark".repeat(500), "User-Agent", "a browser");

        try (RawClient client = RawClient.open(http.getPort(), browser)) {
            String token = Tokens.of("mira");
            client.send("CONNECT\naccept-version:1.2\nAuthorization:" + token + "\n\n\0");
            client.await(frame -> frame.startsWith("CONNECTED"));

            WebSocketConnection opened =
                    connections.stream()
                            .filter(c -> !before.contains(c.id()))
                            .findFirst()
                            .orElseThrow();
            assertEquals(Map.of(), opened.handshakeRequest().headers());
        }
    }

    @Test
    void theFrameworkKeepsNoTimerOfEachConnection() {
        for (String name :
                List.of("http.server.connections", "http.server.websocket.connections")) {
            LongTaskTimer.builder(name).register(meters);
            assertNull(meters.find(name).meter(), name);
        }
    }

    /** With it, each WebSocket would keep its whole request, some 4 KB. */
    @Test
    void theFrameworksSecurityIsNotThere() {
        assertFalse(security.isResolvable());
    }
}
