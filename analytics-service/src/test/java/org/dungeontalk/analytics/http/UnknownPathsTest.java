package org.dungeontalk.analytics.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dungeontalk.analytics.Stack;
import org.dungeontalk.analytics.Tokens;
import org.dungeontalk.testing.RawRequest;
import org.junit.jupiter.api.Test;

/** What is not there is refused in the form of every other refusal. */
@QuarkusTest
@WithTestResource(Stack.class)
class UnknownPathsTest {

    private static final String BASE = "/api/analytics/";

    @TestHTTPResource URI server;

    private final String token =
            Tokens.token(Stack.SECRET, Map.of("id", "x", "roles", List.of("moderator")));
    private final List<String> wrong = new ArrayList<>();

    @Test
    void anUnknownPathIsAProblem() {
        for (String path :
                List.of(
                        "/api",
                        "/api/",
                        "/api/nothing",
                        "/api/index.html",
                        "/api/analytics",
                        BASE,
                        BASE + "nothing",
                        BASE + "rooms/r",
                        BASE + "mutes/a/b",
                        BASE + "live/stream/x")) {
            for (String method : List.of("GET", "POST", "DELETE")) {
                expect(404, method, path);
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void aMethodThatIsNotThereIsAProblem() {
        for (String path :
                List.of(
                        "activity",
                        "timeline",
                        "rooms",
                        "players",
                        "answers",
                        "sessions",
                        "heatmap",
                        "alerts",
                        "mutes",
                        "live",
                        "live/stream")) {
            for (String method : List.of("PUT", "PATCH", "DELETE", "POST")) {
                expect(405, method, BASE + path);
            }
        }
        expect(405, "POST", BASE + "mutes/p");
        expect(405, "POST", BASE + "mutes/audit");
        assertEquals(List.of(), wrong);
    }

    private void expect(int status, String method, String path) {
        RawRequest.Answer answer = RawRequest.send(server, method, path, RawRequest.bearer(token));
        if (!answer.isProblem(status)) {
            wrong.add("\n" + method + " " + path + " " + answer);
        }
    }
}
