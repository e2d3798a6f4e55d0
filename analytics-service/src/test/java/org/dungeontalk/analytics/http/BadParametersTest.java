package org.dungeontalk.analytics.http;

import static org.dungeontalk.testing.RawRequest.NO_TEXT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dungeontalk.analytics.Stack;
import org.dungeontalk.analytics.Tokens;
import org.dungeontalk.testing.RawRequest;
import org.junit.jupiter.api.Test;

/** Whatever a parameter holds: what breaks its rule is refused, and no database hears of it. */
@QuarkusTest
@WithTestResource(Stack.class)
class BadParametersTest {

    private static final String BASE = "/api/analytics/";
    private static final String DRAGON = "%F0%9F%90%89";

    /** No escapes: on the public port Quarkus refuses them before any handler, without a body. */
    private static final List<String> NO_ESCAPE = List.of("%", "%zz", "%4");

    private static final List<String> NO_INSTANT =
            List.of(
                    "",
                    "yesterday",
                    "2026-13-01T00:00:00Z",
                    "1999-12-31T23:59:59Z",
                    "%2B10000-01-01T00:00:00Z",
                    "%2B1000000000-12-31T23:59:59Z",
                    "-1000000000-01-01T00:00:00Z",
                    "%2B99999999999-01-01T00:00:00Z",
                    "x".repeat(500));

    private static final List<String> NO_NUMBER =
            List.of(
                    "",
                    "-1",
                    "99999999999",
                    "-99999999999",
                    "1.5",
                    "1e2",
                    "ten",
                    "%2B1",
                    "%D9%A1",
                    "0x1",
                    "1%201");

    private static final List<String> NO_WORD =
            List.of("", "nothing", "CHAT", "Hour", "NEWEST", "x".repeat(500));

    private static final List<String> NO_ID_OF_A_ROOM =
            List.of("", "x".repeat(121), DRAGON.repeat(121));

    private static final List<String> NO_ID_OF_A_PLAYER =
            List.of("", "%20", "x".repeat(81), DRAGON.repeat(81));

    @TestHTTPResource URI server;

    private final String token =
            Tokens.token(Stack.SECRET, Map.of("id", "x", "roles", List.of("moderator")));
    private final List<String> wrong = new ArrayList<>();

    @Test
    void everyParameterThatBreaksItsRuleIsRefused() {
        for (String path :
                List.of(
                        "activity",
                        "timeline",
                        "rooms",
                        "players",
                        "answers",
                        "sessions",
                        "alerts")) {
            refused(path, "from", NO_INSTANT);
            refused(path, "to", NO_INSTANT);
        }
        for (String path : List.of("timeline", "rooms", "players")) {
            refused(path, "by", NO_WORD);
        }
        for (String path : List.of("activity", "timeline")) {
            refused(path, "room", NO_ID_OF_A_ROOM);
            refused(path, "kind", NO_WORD);
        }
        refused("timeline", "format", NO_WORD);
        refused("alerts", "kind", NO_WORD);
        refused("alerts", "first", NO_WORD);
        refused("alerts", "limit", with(NO_NUMBER, List.of("0", "501", "2147483647")));
        refused("alerts", "offset", with(NO_NUMBER, List.of("100001", "2147483647")));
        refused("heatmap", "weeks", with(NO_NUMBER, List.of("0", "53", "2147483647")));
        refused("mutes/audit", "player", NO_ID_OF_A_PLAYER);
        refused("mutes/audit", "limit", with(NO_NUMBER, List.of("0", "501", "2147483647")));
        refused("mutes", "nothing", List.of());
        refused("live", "nothing", List.of());
        refused("live/stream", "nothing", List.of());
        assertEquals(List.of(), wrong);
    }

    @Test
    void everyIdOfAPlayerInAPathThatBreaksItsRuleIsRefused() {
        for (String player : with(NO_TEXT, List.of("%20", "x".repeat(81), DRAGON.repeat(81)))) {
            expect(400, "PUT", "mutes/" + player);
            expect(400, "DELETE", "mutes/" + player);
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void whatIsNoUriIsRefused() {
        for (String it : NO_ESCAPE) {
            for (String target :
                    List.of("mutes/" + it, "activity?room=" + it, "live/stream?x=" + it)) {
                assertEquals(
                        400,
                        RawRequest.send(server, "GET", BASE + target, RawRequest.bearer(token))
                                .status(),
                        target);
            }
        }
    }

    private void refused(String path, String name, List<String> bad) {
        with(NO_TEXT, bad).forEach(it -> expect(400, "GET", path + "?" + name + "=" + it));
    }

    private static List<String> with(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private void expect(int status, String method, String target) {
        RawRequest.Answer answer =
                RawRequest.send(server, method, BASE + target, RawRequest.bearer(token));
        if (!answer.isProblem(status)) {
            wrong.add("\n" + method + " " + target + " " + answer);
        }
    }
}
