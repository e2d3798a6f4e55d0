package org.dungeontalk.gateway.handshake;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.limit.Limit;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** An address that asks without a pause: requests of every kind share its rate. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
@TestProfile(RequestRateTest.LowRate.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RequestRateTest {
    private static final int BURST = 30;
    private static final int LIMIT_MILLIS = 20_000;

    public static class LowRate implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "dungeontalk.limits.address-requests-per-second", "1",
                    "dungeontalk.limits.address-request-burst", "" + BURST,
                    "quarkus.http.proxy.proxy-address-forwarding", "true",
                    "quarkus.http.proxy.trusted-proxies", "127.0.0.1");
        }
    }

    @TestHTTPResource("/")
    URI http;

    @Inject MeterRegistry registry;

    @Test
    @Order(1)
    void pastTheRateEveryRequestOfTheAddressIsRefusedAndItsConnectionClosed() throws IOException {
        List<String> answers = untilClosed("/ws-chat/info", "192.0.2.1");
        String last = answers.get(answers.size() - 1);
        assertTrue(answers.size() > BURST, answers.size() + " answers");
        assertTrue(last.startsWith("HTTP/1.1 429 "), last);
        assertTrue(last.contains("retry-after: 1\r\n"), last);
        assertTrue(last.contains("\"code\":\"RATE_LIMITED\""), last);
        assertTrue(limited() >= 1);
        for (String path : List.of("/", "/api/nothing", "/page/style.css")) {
            assertTrue(untilClosed(path, "192.0.2.1").get(0).startsWith("HTTP/1.1 429 "), path);
        }
        assertEquals(429, handshake("192.0.2.1"));
    }

    @Test
    @Order(2)
    void otherAddressesAreServed() {
        assertEquals(101, handshake("192.0.2.2"));
    }

    /** Asks again and again on one connection. Returns all answers, headers in lower case. */
    private List<String> untilClosed(String path, String address) throws IOException {
        byte[] request =
                "GET %s HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: %s\r\n\r\n"
                        .formatted(path, address)
                        .getBytes(US_ASCII);
        List<String> answers = new ArrayList<>();
        try (Socket socket = new Socket(http.getHost(), http.getPort())) {
            socket.setSoTimeout(LIMIT_MILLIS);
            while (answers.size() < 2 * BURST) {
                socket.getOutputStream().write(request);
                String head = head(socket.getInputStream());
                int length = head.indexOf("content-length: ") + "content-length: ".length();
                int bytes = Integer.parseInt(head.substring(length, head.indexOf('\r', length)));
                answers.add(head + new String(socket.getInputStream().readNBytes(bytes), US_ASCII));
                if (head.startsWith("HTTP/1.1 429 ")) {
                    assertEquals(-1, socket.getInputStream().read(), "the connection is open");
                    return answers;
                }
            }
        }
        throw new AssertionError("never refused");
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertTrue(next >= 0, "ended after " + head);
            head.append((char) next);
        }
        return "HTTP/1.1" + head.substring(8).toLowerCase(Locale.ROOT);
    }

    private int handshake(String address) {
        return RawClient.statusOf(
                http.getPort(), "/ws-chat", "", Map.of("X-Forwarded-For", address));
    }

    private double limited() {
        return registry.get("dungeontalk.gateway.limited")
                .tag("limit", Limit.ADDRESS_REQUESTS.name())
                .counter()
                .count();
    }
}
