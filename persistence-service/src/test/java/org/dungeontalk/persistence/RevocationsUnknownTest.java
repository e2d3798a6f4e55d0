package org.dungeontalk.persistence;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** No token is accepted before the revocations are known. */
@QuarkusTest
@WithTestResource(Backbone.class)
@TestProfile(RevocationsUnknownTest.AnotherTopic.class)
class RevocationsUnknownTest {

    private static final String TOPIC = "revocations-made-later";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    public static class AnotherTopic implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("dungeontalk.token.revocations-topic", TOPIC);
        }
    }

    @TestHTTPResource(value = "/health/ready", management = true)
    URI ready;

    @Test
    void theServiceIsNotReadyAndAnswers503UntilItHasReadTheTopic() {
        assertEquals(503, given().get(ready).statusCode());
        assertEquals(503, history());
        assertEquals(401, given().get("/api/chat/room/r/messages").statusCode());
        Backbone.kafka().createCompactedTopic(TOPIC);
        await().atMost(LIMIT).until(() -> history() == 200);
        await().atMost(LIMIT).until(() -> given().get(ready).statusCode() == 200);
    }

    private static int history() {
        return given().auth().oauth2(Token.of("p-1")).get("/api/chat/room/r/messages").statusCode();
    }
}
