package org.dungeontalk.persistence.revocation;

import static org.awaitility.Awaitility.await;
import static org.dungeontalk.persistence.Revocations.revoke;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.dungeontalk.persistence.Backbone;
import org.junit.jupiter.api.Test;

/** The topic of revocations is deleted and created again while it is followed. */
@QuarkusTest
@WithTestResource(Backbone.class)
class RevocationsRecreatedTest {

    private static final String TOPIC = "revocations-made-anew";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration REREAD_INTERVAL = Duration.ofSeconds(5);

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> kafka;

    @Test
    void whatTheNewTopicDoesNotHoldIsForgottenAndWhatItHoldsIsRevoked() throws Exception {
        Backbone.kafka().createCompactedTopic(TOPIC);
        Revocations revocations = new Revocations(kafka, TOPIC, REREAD_INTERVAL);
        Instant issued = Instant.now();
        Instant later = issued.plusSeconds(3600);
        try {
            revocations.start(null);
            await().atMost(LIMIT).until(revocations::known);
            assertFalse(revocations.revoked("p-1", issued));
            revoke(TOPIC, "p-1", later);
            await().atMost(LIMIT).until(() -> revocations.revoked("p-1", issued));

            Backbone.kafka().deleteTopic(TOPIC);
            Backbone.kafka().createCompactedTopic(TOPIC);
            revoke(TOPIC, "p-2", later);
            await().atMost(LIMIT).until(() -> !revocations.revoked("p-1", issued));
            assertTrue(revocations.revoked("p-2", issued));
        } finally {
            revocations.stop(null);
        }
    }
}
