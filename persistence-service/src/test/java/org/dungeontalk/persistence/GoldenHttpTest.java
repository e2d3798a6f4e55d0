package org.dungeontalk.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.dungeontalk.testing.Golden;
import org.dungeontalk.testing.RawRequest;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;

/** This service's part of docs/contract/golden/bearer.json and requests.json. */
@QuarkusTest
@WithTestResource(Backbone.class)
class GoldenHttpTest {

    private static final String HISTORY = "/api/chat/room/%s/messages";
    private static final String PLAYER = "/api/moderation/player/%s/messages";
    private static final String UNKNOWN = "/admin/erasure/anonymous-0123456789abcdef";

    @TestHTTPResource URI players;

    @TestHTTPResource(value = "/", management = true)
    URI operators;

    private final String token = token();

    private final List<String> wrong = new ArrayList<>();

    @Test
    void takesATokenOrRefusesTheRequestAsTheTableSays() {
        for (JsonNode one : Golden.read("bearer.json").cases()) {
            List<String> lines = new ArrayList<>();
            one.get("headers").forEach(it -> lines.add(it.textValue().replace("<token>", token)));
            authorize(one, players, HISTORY.formatted("r"), lines, 200);
            authorize(one, players, PLAYER.formatted("p"), lines, 200);
            authorize(one, operators, UNKNOWN, lines, 404);
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void takesOrRefusesTargetsAsTheTableSays() {
        for (JsonNode one : Golden.read("requests.json").cases()) {
            String text = one.get("text").textValue();
            for (JsonNode in : one.get("in")) {
                if (in.textValue().equals("path")) {
                    request(one, players, "GET", HISTORY.formatted(text));
                    request(one, players, "GET", PLAYER.formatted(text));
                } else {
                    request(one, players, "GET", HISTORY.formatted("r") + "?q=" + text);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static String token() {
        JwtClaims claims = Token.claims("m-1");
        claims.setStringListClaim("roles", "moderator", "operator");
        return Token.sign(claims);
    }

    private void authorize(JsonNode one, URI at, String target, List<String> lines, int accepted) {
        RawRequest.Answer answer = RawRequest.send(at, "GET", target, lines.toArray(String[]::new));
        boolean asWritten =
                one.has("accepted") ? answer.status() == accepted : isChallenge(answer, one);
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
