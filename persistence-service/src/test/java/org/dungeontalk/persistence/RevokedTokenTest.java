package org.dungeontalk.persistence;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.Test;

/** A player with revoked tokens gets no answer of this service. */
@QuarkusTest
@WithTestResource(Backbone.class)
class RevokedTokenTest {

    private static final String TOPIC = "revocations";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Inject MeterRegistry registry;

    @TestHTTPResource(value = "/health", management = true)
    URI management;

    private final String player = "p-" + UUID.randomUUID();
    private final Instant second = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @Test
    void aRevokedTokenReadsNoHistoryNoWhispersAndAsksForNoReplayOrErasure() {
        String old = issued(second.minusSeconds(60));
        assertEquals(200, history(old));
        assertEquals(200, spoken(old));
        Revocations.revoke(TOPIC, player, second);
        await().atMost(LIMIT).until(() -> history(old) == 401);
        assertEquals(401, spoken(old));
        assertEquals(401, admin(old, "/admin/replay", "{\"from\": \"2030-01-01T00:00:00Z\"}"));
        assertEquals(
                401, admin(old, "/admin/erasure", "{\"playerId\": \"x\", \"mode\": \"ERASE\"}"));
        String reason =
                given().auth()
                        .oauth2(old)
                        .get("/api/chat/room/r/messages")
                        .then()
                        .extract()
                        .path("detail");
        assertEquals("The token was revoked.", reason);
        assertEquals(200, history(issued(second)));
    }

    @Test
    void aTokenMadeInTheSecondOfTheRevocationIsGoodAndATombstoneMakesOldOnesGood() {
        Revocations.revoke(TOPIC, player, second.plusMillis(999));
        await().atMost(LIMIT).until(() -> history(issued(second.minusSeconds(1))) == 401);
        assertEquals(200, history(issued(second)));
        Revocations.write(TOPIC, player, null);
        await().atMost(LIMIT).until(() -> history(issued(second.minusSeconds(1))) == 200);
    }

    @Test
    void recordsThatCannotBeUsedAreLeftAndTheNextOnesHold() {
        double before = skipped();
        Revocations.write(TOPIC, player, "{");
        Revocations.write(
                TOPIC, player, "{\"playerId\":\"another\",\"notBefore\":\"" + second + "\"}");
        Revocations.write(TOPIC, "", "{}");
        await().atMost(LIMIT).until(() -> skipped() >= before + 3);
        assertEquals(200, history(issued(second.minusSeconds(1))));
        Revocations.revoke(TOPIC, player, second);
        await().atMost(LIMIT).until(() -> history(issued(second.minusSeconds(1))) == 401);
    }

    private double skipped() {
        return registry.get("dungeontalk.persistence.revocations.skipped")
                .functionCounter()
                .count();
    }

    private int history(String token) {
        return given().auth().oauth2(token).get("/api/chat/room/r/messages").statusCode();
    }

    private int spoken(String token) {
        return given().auth().oauth2(token).get("/api/moderation/player/x/messages").statusCode();
    }

    private int admin(String token, String path, String body) {
        return given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body(body)
                .post(management.resolve(path))
                .statusCode();
    }

    private String issued(Instant at) {
        JwtClaims claims = Token.claims(player);
        claims.setStringListClaim("roles", "moderator", "operator");
        claims.setIssuedAt(NumericDate.fromSeconds(at.getEpochSecond()));
        return Token.sign(claims);
    }
}
