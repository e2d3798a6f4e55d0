package org.dungeontalk.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.testing.Golden;
import org.dungeontalk.testing.RawRequest;
import org.junit.jupiter.api.Test;

/** This service's part of docs/contract/golden/bearer.json and requests.json. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
class GoldenHttpTest {

    @TestHTTPResource("/")
    URI http;

    private final String token = Tokens.withRoles("ai", "service");
    private final List<String> wrong = new ArrayList<>();

    @Test
    void takesATokenOrRefusesTheRequestAsTheTableSays() {
        for (JsonNode one : Golden.read("bearer.json").cases()) {
            List<String> lines = new ArrayList<>();
            one.get("headers").forEach(it -> lines.add(it.textValue().replace("<token>", token)));
            authorize(one, "GET", "/api/rooms/tavern/presence", lines, 200);
            authorize(one, "POST", "/api/chat/room/tavern/message", lines, 201);
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void takesOrRefusesTargetsAsTheTableSays() {
        for (JsonNode one : Golden.read("requests.json").cases()) {
            String text = one.get("text").textValue();
            for (JsonNode in : one.get("in")) {
                request(
                        one,
                        in.textValue().equals("path")
                                ? "/api/rooms/" + text + "/presence"
                                : "/api/page?x=" + text);
            }
        }
        assertEquals(List.of(), wrong);
    }

    /**
     * @param accepted the status with a good token
     */
    private void authorize(
            JsonNode one, String method, String target, List<String> lines, int accepted) {
        RawRequest.Answer answer =
                RawRequest.send(http, method, target, lines.toArray(String[]::new));
        boolean asWritten =
                one.has("accepted") ? answer.status() == accepted : isChallenge(answer, one);
        if (!asWritten) {
            wrong.add("\n" + one.get("case") + ": " + target + " " + answer + answer.headers());
        }
    }

    private static boolean isChallenge(RawRequest.Answer answer, JsonNode one) {
        return answer.isChallenge(one.get("status").intValue(), one.get("challenge").textValue())
                && answer.isProblem(one.get("status").intValue(), "UNAUTHORIZED");
    }

    private void request(JsonNode one, String target) {
        RawRequest.Answer answer = RawRequest.send(http, "GET", target, RawRequest.bearer(token));
        int status = one.get("status").intValue();
        boolean asWritten =
                one.has("code")
                        ? answer.isProblem(status, one.get("code").textValue())
                        : answer.status() == status;
        if (!asWritten) {
            wrong.add("\n" + one.get("case") + ": " + target + " " + answer);
        }
    }
}
