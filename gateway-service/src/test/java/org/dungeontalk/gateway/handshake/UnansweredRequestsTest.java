package org.dungeontalk.gateway.handshake;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.Base64;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.limit.Limit;
import org.junit.jupiter.api.Test;

/** A stranger who sends request after request and does not wait for the answers. */
@QuarkusTest
@QuarkusTestResource(GatewayInfrastructure.class)
class UnansweredRequestsTest {
    private static final int MANY = 500;
    private static final int LIMIT_MILLIS = 20_000;

    /** Its token is verified by another thread, so the answer comes later. */
    private static final String POST =
            """
            POST /api/chat/room/tavern/message HTTP/1.1
            Host: x
            Authorization: Bearer %s.e30.x
            Content-Length: 2

            {}\
            """;

    private static final String GET = "GET /ws-chat/info HTTP/1.1\nHost: x\n\n";

    @TestHTTPResource("/")
    URI http;

    @Inject MeterRegistry registry;

    @Test
    void aConnectionWhoseRequestsPileUpIsClosed() throws IOException {
        double before = limited();
        int answers = answers(post(), MANY, false);
        assertTrue(answers < MANY, answers + " answers");
        assertEquals(1, limited() - before);
    }

    @Test
    void aFewRequestsAtOnceAreAnswered() throws IOException {
        assertEquals(10, answers(post(), 10, true));
    }

    @Test
    void manyRequestsThatAreAnsweredAtOnceAreAnswered() throws IOException {
        assertEquals(MANY, answers(GET, MANY, true));
    }

    private static String post() {
        String header = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
        return POST.formatted(
                Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(US_ASCII)));
    }

    /**
     * Counts the answers to so many requests that are sent without a pause.
     *
     * @param all whether each must be answered
     */
    private int answers(String request, int number, boolean all) throws IOException {
        StringBuilder read = new StringBuilder();
        try (Socket socket = new Socket(http.getHost(), http.getPort())) {
            socket.setSoTimeout(LIMIT_MILLIS);
            String sent = request.replace("\n", "\r\n").repeat(number);
            byte[] some = new byte[65_536];
            try {
                socket.getOutputStream().write(sent.getBytes(US_ASCII));
                for (int n = 0; n >= 0; n = socket.getInputStream().read(some)) {
                    read.append(new String(some, 0, n, US_ASCII));
                    if (count(read) == number) {
                        break;
                    }
                }
            } catch (SocketException reset) {
                assertTrue(!all, "reset after " + count(read));
            }
        }
        return count(read);
    }

    private static int count(CharSequence answers) {
        return answers.toString().split("HTTP/1\\.1 \\d{3} ", -1).length - 1;
    }

    private double limited() {
        return registry.get("dungeontalk.gateway.limited")
                .tag("limit", Limit.CONNECTION_REQUESTS.name())
                .counter()
                .count();
    }
}
