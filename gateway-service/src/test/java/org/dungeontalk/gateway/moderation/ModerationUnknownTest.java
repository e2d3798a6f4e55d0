package org.dungeontalk.gateway.moderation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.gateway.Topics;
import org.junit.jupiter.api.Test;

/** As long as nobody can say who is muted, nobody is let in. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
@TestProfile(ModerationUnknownTest.AnotherTopic.class)
class ModerationUnknownTest {
    private static final String TOPIC = "moderation-made-later";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    public static class AnotherTopic implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("dungeontalk.moderation.topic", TOPIC);
        }
    }

    @TestHTTPResource("/")
    URI http;

    @TestHTTPResource(value = "/health/ready", management = true)
    URI ready;

    @Test
    void theGatewayIsNotReadyUntilItHasReadBothTopics() {
        String query = "?token=" + Tokens.of("mira");
        assertEquals(503, RestAssured.get(ready).statusCode());
        assertEquals(503, RawClient.statusOf(http.getPort(), query));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", Topics.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(2), Optional.empty())));
            Awaitility.await()
                    .atMost(TIMEOUT)
                    .until(() -> RawClient.statusOf(http.getPort(), query) == 101);
        }
        Awaitility.await().atMost(TIMEOUT).until(() -> RestAssured.get(ready).statusCode() == 200);
    }
}
