package org.dungeontalk.analytics.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.dungeontalk.analytics.Stack;
import org.dungeontalk.analytics.Tokens;
import org.dungeontalk.testing.PipelinedRequests;
import org.junit.jupiter.api.Test;

/** A client that sends request after request and does not wait for the answers. */
@QuarkusTest
@WithTestResource(Stack.class)
class UnansweredRequestsTest {

    private static final int MANY = 500;
    private static final int FEW = 10;

    @TestHTTPResource URI server;

    @Inject MeterRegistry registry;

    @Test
    void aConnectionWhoseRequestsPileUpBehindAStreamIsClosed() throws IOException {
        String token = Tokens.token(Stack.SECRET, Map.of("id", "x", "roles", List.of("moderator")));
        double before = closed();
        int answers = PipelinedRequests.answers(server, request("live/stream", token), MANY);
        assertTrue(answers <= 1, answers + " answers");
        assertEquals(1, closed() - before);
    }

    @Test
    void aFewRequestsAtOnceAreAnswered() throws IOException {
        assertEquals(FEW, PipelinedRequests.answers(server, request("live", "x"), FEW));
    }

    private static String request(String path, String token) {
        return "GET /api/analytics/%s HTTP/1.1\nHost: x\nAuthorization: Bearer %s\n\n"
                .formatted(path, token);
    }

    private double closed() {
        return registry.get("dungeontalk.analytics.connections.refused").counter().count();
    }
}
