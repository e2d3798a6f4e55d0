package org.dungeontalk.analytics.token;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import org.dungeontalk.analytics.ServiceTest;
import org.dungeontalk.analytics.Stack;
import org.dungeontalk.analytics.Tokens;
import org.junit.jupiter.api.Test;

/** As long as nobody can say whose tokens are void, none is believed. */
@QuarkusTest
@WithTestResource(Stack.class)
@TestProfile(RevocationsUnknownTest.AnotherTopic.class)
class RevocationsUnknownTest extends ServiceTest {

    private static final String TOPIC = "revocations-made-later";

    public static class AnotherTopic implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("dungeontalk.token.revocations-topic", TOPIC);
        }
    }

    @Test
    void theServiceIsNotReadyAndAnswers503UntilItHasReadTheTopic() {
        assertEquals(503, health("ready"));
        assertEquals(503, mutes());
        kafka.createCompactedTopic(TOPIC);
        await().atMost(LIMIT).until(() -> mutes() == 200);
        awaitHealth("ready", 200);
    }

    private static int mutes() {
        String token = Tokens.token(Stack.SECRET, Map.of("id", "x", "roles", List.of("operator")));
        return given().auth().oauth2(token).get("/api/analytics/mutes").statusCode();
    }
}
