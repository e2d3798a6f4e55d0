package org.dungeontalk.persistence;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.dungeontalk.testing.Contract;
import org.jose4j.jwt.JwtClaims;

/** An operator who uses the management port for replays and erasures. */
final class Operator {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final URI management;

    /**
     * @param management any address of the port
     */
    Operator(URI management) {
        this.management = management;
    }

    static String token() {
        JwtClaims claims = Token.claims("o-1");
        claims.setStringListClaim("roles", "operator");
        return Token.sign(claims);
    }

    ValidatableResponse post(String path, String body) {
        return given().auth()
                .oauth2(token())
                .contentType("application/json")
                .body(body)
                .post(management.resolve(path))
                .then();
    }

    JsonNode get(String path) {
        return Contract.json(
                given().auth()
                        .oauth2(token())
                        .get(management.resolve(path))
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString());
    }

    /** Has the log replayed and waits for the end. */
    JsonNode replay(String from) {
        String id =
                post("/admin/replay", "{\"from\": " + from + "}")
                        .statusCode(202)
                        .extract()
                        .path("id");
        return Awaitility.await()
                .atMost(LIMIT)
                .until(
                        () -> get("/admin/replay/" + id),
                        it -> it.get("state").asText().equals("DONE"));
    }

    /** Has a player's messages changed, waits for the end, and answers the pseudonym. */
    String erase(String player, String mode) {
        String pseudonym = requestErasure(player, mode);
        awaitErased(pseudonym);
        return pseudonym;
    }

    /** Asks for it and answers the pseudonym. */
    String requestErasure(String player, String mode) {
        return post(
                        "/admin/erasure",
                        "{\"playerId\": \"" + player + "\", \"mode\": \"" + mode + "\"}")
                .statusCode(202)
                .extract()
                .path("pseudonym");
    }

    void awaitErased(String pseudonym) {
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> !get("/admin/erasure/" + pseudonym).get("finishedAt").isNull());
    }
}
