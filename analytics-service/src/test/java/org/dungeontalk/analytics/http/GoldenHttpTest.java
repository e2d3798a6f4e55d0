package org.dungeontalk.analytics.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dungeontalk.analytics.Stack;
import org.dungeontalk.analytics.Tokens;
import org.dungeontalk.testing.Golden;
import org.dungeontalk.testing.RawRequest;
import org.junit.jupiter.api.Test;

/** This service's part of docs/contract/golden/bearer.json and requests.json. */
@QuarkusTest
@WithTestResource(Stack.class)
class GoldenHttpTest {

    private static final String BASE = "/api/analytics/";

    @TestHTTPResource URI server;

    private final String token =
            Tokens.token(Stack.SECRET, Map.of("id", "x", "roles", List.of("moderator")));

    private final List<String> wrong = new ArrayList<>();

    @Test
    void takesATokenOrRefusesTheRequestAsTheTableSays() {
        for (JsonNode one : Golden.read("bearer.json").cases()) {
            List<String> lines = new ArrayList<>();
            one.get("headers").forEach(it -> lines.add(it.textValue().replace("<token>", token)));
            for (String path : List.of("activity", "mutes", "live", "live/stream")) {
                authorize(one, server, BASE + path, lines);
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void takesOrRefusesTargetsAsTheTableSays() {
        for (JsonNode one : Golden.read("requests.json").cases()) {
            String text = one.get("text").textValue();
            for (JsonNode in : one.get("in")) {
                if (in.textValue().equals("path")) {
                    request(one, server, "DELETE", BASE + "mutes/" + text);
                } else {
                    request(one, server, "GET", BASE + "activity?room=" + text);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    private void authorize(JsonNode one, URI at, String target, List<String> lines) {
        RawRequest.Answer answer = RawRequest.send(at, "GET", target, lines.toArray(String[]::new));
        boolean asWritten = one.has("accepted") ? answer.status() == 200 : isChallenge(answer, one);
        if (!asWritten) {
            wrong.add("\n" + one.get("case") + ": " + target + " " + answer + answer.headers());
        }
    }

    private static boolean isChallenge(RawRequest.Answer answer, JsonNode one) {
        return answer.isChallenge(one.get("status").intValue(), one.get("challenge").textValue());
    }

    private void request(JsonNode one, URI at, String method, String target) {
        RawRequest.Answer answer = RawRequest.send(at, method, target, RawRequest.bearer(token));
        int status = one.get("status").intValue();
        boolean asWritten = one.has("code") ? answer.isProblem(status) : answer.status() == status;
        if (!asWritten) {
            wrong.add("\n" + one.get("case") + ": " + target + " " + answer);
        }
    }
}
