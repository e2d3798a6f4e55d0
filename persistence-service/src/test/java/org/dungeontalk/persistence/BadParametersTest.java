package org.dungeontalk.persistence;

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
import org.dungeontalk.testing.RawRequest;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;

/** Invalid parameters are refused before any query of the database. */
@QuarkusTest
@WithTestResource(Backbone.class)
class BadParametersTest {

    private static final String CHAT = "/api/chat/room/";
    private static final String AICHAT = "/api/aichat/room/";
    private static final String SPOKEN = "/api/moderation/player/";
    private static final String ID = "0f0c2a91-aaaa-4bbb-8ccc-0123456789ab";

    /** No escapes: on the public port Quarkus refuses them before any handler, without a body. */
    private static final List<String> NO_ESCAPE = List.of("%", "%zz", "%4");

    private static final List<String> NO_SIZE =
            List.of(
                    "",
                    "0",
                    "-1",
                    "201",
                    "99999999999",
                    "1.5",
                    "1e2",
                    "ten",
                    "%2B1",
                    "%D9%A1",
                    "0x1",
                    "1%201");

    private static final List<String> NO_CURSOR =
            List.of("", "x", "1-2", "5f0c2a91-1-99999999999999999999", "5f0c2a91-9999999999-1");

    private static final List<String> NO_SPOKEN_CURSOR =
            List.of(
                    "",
                    "x",
                    "1-2",
                    "1-" + ID + "0",
                    "9999999999999999999-" + ID,
                    "999999999999999999-" + ID,
                    "-999999999999999999-" + ID,
                    "-1-" + ID);

    @TestHTTPResource URI players;

    @TestHTTPResource(value = "/", management = true)
    URI operators;

    private final List<String> wrong = new ArrayList<>();

    @Test
    void everyParameterThatBreaksItsRuleIsRefused() {
        String moderator = moderator();
        Map<String, List<String>> query =
                Map.of(
                        "limit", NO_SIZE,
                        "before", NO_CURSOR,
                        "after", NO_CURSOR,
                        "q",
                                List.of(
                                        "",
                                        "%20",
                                        "%E3%80%80",
                                        "x".repeat(101),
                                        "%F0%9F%90%89".repeat(101)));
        for (String room : List.of(CHAT, AICHAT)) {
            for (String id : with(NO_TEXT, List.of("x".repeat(121), "%F0%9F%90%89".repeat(121)))) {
                expect(400, players, room + id + "/messages", moderator);
            }
            expect(404, players, room + "/messages", moderator);
            query.forEach(
                    (name, bad) ->
                            with(NO_TEXT, bad)
                                    .forEach(
                                            it ->
                                                    expect(
                                                            400,
                                                            players,
                                                            room + "r/messages?" + name + "=" + it,
                                                            moderator)));
        }
        for (String id : with(NO_TEXT, List.of("x".repeat(81)))) {
            expect(400, players, SPOKEN + id + "/messages", moderator);
        }
        expect(404, players, SPOKEN + "/messages", moderator);
        for (String limit : with(NO_TEXT, NO_SIZE)) {
            expect(400, players, SPOKEN + "p/messages?limit=" + limit, moderator);
        }
        for (String before : with(NO_TEXT, NO_SPOKEN_CURSOR)) {
            expect(400, players, SPOKEN + "p/messages?before=" + before, moderator);
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void whatIsNoUriIsRefused() {
        for (String it : NO_ESCAPE) {
            for (String target :
                    List.of(
                            CHAT + it + "/messages",
                            CHAT + "r/messages?q=" + it,
                            SPOKEN + it + "/messages",
                            SPOKEN + "p/messages?before=" + it)) {
                assertEquals(
                        400,
                        RawRequest.send(players, "GET", target, RawRequest.bearer(moderator()))
                                .status(),
                        target);
            }
        }
    }

    @Test
    void everyIdOfTheManagementPortThatBreaksItsRuleIsRefused() {
        String operator = Operator.token();
        for (String id : with(with(NO_TEXT, NO_ESCAPE), List.of("x", ID + "0", "1-1-1-1-1"))) {
            expect(400, operators, "/admin/replay/" + id, operator);
        }
        expect(404, operators, "/admin/replay/" + ID, operator);
        expect(404, operators, "/admin/replay/" + ID.toUpperCase(), operator);
        for (String pseudonym : with(with(NO_TEXT, NO_ESCAPE), List.of("x".repeat(81)))) {
            expect(400, operators, "/admin/erasure/" + pseudonym, operator);
        }
        expect(404, operators, "/admin/erasure/anonymous-0123456789abcdef", operator);
        assertEquals(List.of(), wrong);
    }

    @Test
    void whatIsNoPathIsRefusedOnBothPorts() {
        for (String target : List.of("?", "?x", "?x=/admin/replay")) {
            expect(400, players, target, "x");
            expect(400, operators, target, "x");
        }
        for (String target : List.of("/%", "/%zz", "/q/%", "/q/health%")) {
            expect(400, operators, target, "x");
        }
        assertEquals(List.of(), wrong);
    }

    private static List<String> with(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private static String moderator() {
        JwtClaims claims = Token.claims("m-1");
        claims.setStringListClaim("roles", "moderator");
        return Token.sign(claims);
    }

    private void expect(int status, URI server, String target, String token) {
        RawRequest.Answer answer = RawRequest.send(server, "GET", target, RawRequest.bearer(token));
        if (!answer.isProblem(status)) {
            wrong.add("\n" + target + " " + answer);
        }
    }
}
