package org.dungeontalk.persistence;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The topic of revocations is deleted and created again while the service runs. */
@QuarkusTest
@QuarkusTestResource(Backbone.class)
@TestProfile(RevocationsRecreatedTest.AnotherTopic.class)
class RevocationsRecreatedTest {

    private static final String TOPIC = "revocations-made-anew";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** A topic that no other test reads. */
    public static class AnotherTopic implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("dungeontalk.token.revocations-topic", TOPIC);
        }
    }

    @Test
    void whatTheNewTopicDoesNotHoldIsForgottenAndWhatItHoldsIsRevoked() {
        Backbone.kafka().createCompactedTopic(TOPIC);
        await().atMost(LIMIT).until(() -> history("p-1") == 200);
        Instant later = Instant.now().plusSeconds(3600);
        Revocations.revoke(TOPIC, "p-1", later);
        await().atMost(LIMIT).until(() -> history("p-1") == 401);

        Backbone.kafka().deleteTopic(TOPIC);
        Backbone.kafka().createCompactedTopic(TOPIC);
        Revocations.revoke(TOPIC, "p-2", later);
        await().atMost(LIMIT.multipliedBy(2)).until(() -> history("p-1") == 200);
        assertEquals(401, history("p-2"));
    }

    private static int history(String player) {
        return given().auth()
                .oauth2(Token.of(player))
                .get("/api/chat/room/r/messages")
                .statusCode();
    }
}
