package org.dungeontalk.analytics.revocation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.dungeontalk.embedded.KafkaCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevocationsTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration REREAD_INTERVAL = Duration.ofSeconds(5);

    private static final Instant ISSUED = Instant.parse("2026-11-22T18:00:00Z");

    @TempDir Path directory;

    @Test
    void aRevocationThatARecreatedTopicDoesNotHoldIsForgotten() throws Exception {
        try (KafkaCluster kafka = KafkaCluster.start(directory, 1)) {
            kafka.createCompactedTopic("revocations");
            revoke(kafka, "mira");
            Revocations revocations =
                    new Revocations(
                            Map.of("bootstrap.servers", kafka.bootstrapServers()),
                            "revocations",
                            REREAD_INTERVAL);
            revocations.start(new StartupEvent());
            try {
                await().until(() -> revocations.known() && revocations.revoked("mira", ISSUED));
                kafka.deleteTopic("revocations");
                kafka.createCompactedTopic("revocations");
                revoke(kafka, "tomas");
                await().until(() -> revocations.revoked("tomas", ISSUED));
                await().until(() -> !revocations.revoked("mira", ISSUED));
                assertTrue(revocations.revoked("tomas", ISSUED));
            } finally {
                revocations.stop(new ShutdownEvent());
            }
        }
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(LIMIT);
    }

    private static void revoke(KafkaCluster kafka, String player) throws Exception {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new StringSerializer(),
                        new StringSerializer())) {
            String value =
                    "{\"playerId\":\"" + player + "\",\"notBefore\":\"2026-11-22T19:00:00Z\"}";
            producer.send(new ProducerRecord<>("revocations", player, value)).get();
        }
    }
}
