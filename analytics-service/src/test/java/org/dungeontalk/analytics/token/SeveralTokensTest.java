package org.dungeontalk.analytics.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.dungeontalk.analytics.ServiceTest;
import org.dungeontalk.analytics.Stack;
import org.dungeontalk.analytics.Tokens;
import org.dungeontalk.testing.RawRequest;
import org.junit.jupiter.api.Test;

/** Nobody can say which of two tokens a request means, so it proves nothing. */
@QuarkusTest
@WithTestResource(Stack.class)
class SeveralTokensTest extends ServiceTest {

    @TestHTTPResource URI server;

    private final String token =
            Tokens.token(Stack.SECRET, Map.of("id", "x", "roles", List.of("moderator")));

    @Test
    void aRequestWithTwoTokensIsRefused() {
        String bearer = RawRequest.bearer(token);
        for (String path : List.of("mutes", "activity", "live", "live/stream")) {
            RawRequest.Answer refused =
                    RawRequest.send(server, "GET", "/api/analytics/" + path, bearer, bearer);
            assertTrue(refused.isProblem(401), path + " " + refused);
            assertTrue(refused.headers().contains("www-authenticate: Bearer"), refused.toString());
        }
        assertEquals(
                200,
                RawRequest.send(server, "GET", "/api/analytics/mutes", RawRequest.bearer(token))
                        .status());
    }
}
