package org.dungeontalk.persistence;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;

/** A player's messages, as moderators read them. */
@QuarkusTest
@WithTestResource(Backbone.class)
class ModerationTest {

    private static final String PATH = "/api/moderation/player/{player}/messages";
    private static final String PROBLEM = "application/problem+json";

    private final Database database = new Database(Backbone.postgres());
    private final String player = "player-" + UUID.randomUUID();

    @Test
    void showsAllThatAPlayerSaidInEveryRoomWhispersIncluded() {
        List<String> rooms = List.of(Bodies.room(), Bodies.room(), Bodies.room());
        try (Log log = new Log(Backbone.kafka().bootstrapServers())) {
            for (String room : rooms) {
                say(log, room, player, null);
                say(log, room, "somebody else", null);
                say(log, room, player, "p-2");
            }
        }
        for (String room : rooms) {
            await().atMost(Duration.ofSeconds(30)).until(() -> database.rows(room) == 3);
        }
        List<String> latestFirst =
                List.of(
                        rooms.get(2),
                        rooms.get(2),
                        rooms.get(1),
                        rooms.get(1),
                        rooms.get(0),
                        rooms.get(0));
        String before =
                ask(moderator(), "4", null)
                        .statusCode(200)
                        .body("messages.roomId", contains(latestFirst.subList(0, 4).toArray()))
                        .body("messages.receiverId", contains("p-2", null, "p-2", null))
                        .extract()
                        .path("before");
        ask(moderator(), "4", before)
                .statusCode(200)
                .body("messages.roomId", contains(latestFirst.subList(4, 6).toArray()))
                .body("before", nullValue());
    }

    @Test
    void isForModeratorsOnly() {
        ask(Token.of(player), "4", null).statusCode(403).contentType(PROBLEM);
        ask("", "4", null).statusCode(401).contentType(PROBLEM);
    }

    @Test
    void refusesAParameterThatBreaksItsRule() {
        for (String before :
                List.of("x", "1-2", "0f0c2a91-1-1", "99999999999999999999-" + UUID.randomUUID())) {
            ask(moderator(), "4", before).statusCode(400).contentType(PROBLEM);
        }
        ask(moderator(), "0", null).statusCode(400);
    }

    private static void say(Log log, String room, String sender, String receiver) {
        var body = Bodies.chat(room, "x").put("senderId", sender);
        if (receiver != null) {
            body.put("receiverId", receiver);
        }
        log.write("chat", room, body.toString());
        assertEquals(1, log.flush().size());
    }

    private static String moderator() {
        JwtClaims claims = Token.claims("m-1");
        claims.setStringListClaim("roles", "moderator");
        return Token.sign(claims);
    }

    private ValidatableResponse ask(String token, String limit, String before) {
        var request = given().auth().oauth2(token).queryParam("limit", limit);
        if (before != null) {
            request.queryParam("before", before);
        }
        return request.get(PATH, player).then();
    }
}
