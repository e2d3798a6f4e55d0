package org.dungeontalk.gateway.handshake;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.limit.Limit;
import org.dungeontalk.testing.PipelinedRequests;
import org.junit.jupiter.api.Test;

/** A stranger who sends request after request and does not wait for the answers. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
class UnansweredRequestsTest {
    private static final int MANY = 500;

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
        int answers = PipelinedRequests.answers(http, post(), MANY);
        assertTrue(answers < MANY, answers + " answers");
        assertEquals(1, limited() - before);
    }

    @Test
    void aFewRequestsAtOnceAreAnswered() throws IOException {
        assertEquals(10, PipelinedRequests.answers(http, post(), 10));
    }

    @Test
    void manyRequestsThatAreAnsweredAtOnceAreAnswered() throws IOException {
        assertEquals(MANY, PipelinedRequests.answers(http, GET, MANY));
    }

    private static String post() {
        String header = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
        return POST.formatted(
                Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(US_ASCII)));
    }

    private double limited() {
        return registry.get("dungeontalk.gateway.limited")
                .tag("limit", Limit.CONNECTION_REQUESTS.name())
                .counter()
                .count();
    }
}
