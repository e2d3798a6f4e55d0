package org.dungeontalk.gateway.log;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.gateway.Topics;
import org.dungeontalk.testing.LogLines;
import org.junit.jupiter.api.Test;

/** Somebody else leaves a transaction open in a partition of the log. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
class OpenTransactionTest {
    private static final Duration A_MINUTE = Duration.ofSeconds(60);
    private static final Duration LONGER_THAN_TWO_LOOKS = Duration.ofSeconds(11);

    @TestHTTPResource("/")
    URI http;

    @TestHTTPResource(value = "/health/ready", management = true)
    URI ready;

    @Inject OpenTransactions transactions;

    private final String room = "held-" + UUID.randomUUID();

    @Test
    void aPartitionHeldBackByATransactionIsSeenSaidOnceAndFreeAgainWhenItEnds() {
        try (RawClient mira = RawClient.connected(http.getPort(), Tokens.of("mira"));
                LogLines lines = LogLines.start()) {
            mira.subscribe("s", "/sub/chat/room/" + room);
            try (Topics.Transaction foreign = Topics.together("game-messages", room)) {
                foreign.write("{}", Map.of());
                mira.talk(room, "behind", "behind");
                mira.awaitReceipt("behind");
                Awaitility.await().atMost(A_MINUTE).until(() -> transactions.held() == 1);
                Awaitility.await()
                        .atMost(A_MINUTE)
                        .during(LONGER_THAN_TWO_LOOKS)
                        .until(
                                () ->
                                        lines.about("left a transaction open") == 1
                                                && RestAssured.get(ready).statusCode() == 200);
                foreign.end();
            }
            mira.await(f -> f.contains("\"behind\""));
            Awaitility.await().atMost(A_MINUTE).until(() -> transactions.held() == 0);
        }
    }

    @Test
    void theBrokersTakeNoTransactionThatMayStayOpenForLongerThanAMinute() {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        Topics.bootstrapServers(),
                        "transactional.id",
                        "patient-" + room,
                        "transaction.timeout.ms",
                        900_000);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            assertThrows(KafkaException.class, producer::initTransactions);
        }
    }
}
