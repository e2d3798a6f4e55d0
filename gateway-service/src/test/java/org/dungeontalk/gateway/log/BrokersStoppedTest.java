package org.dungeontalk.gateway.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.LogLines;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/**
 * Two of three brokers stand still: no SEND gets through, and the gateway says so all the while.
 */
@QuarkusTest
@TestProfile(BrokersStoppedTest.ImpatientProducer.class)
class BrokersStoppedTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LONGER_THAN_SEVERAL_FAILURES = Duration.ofSeconds(40);

    /** Writes fail after seconds, so that many fail in this test. */
    public static class ImpatientProducer implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "mp.messaging.outgoing.game-messages.delivery.timeout.ms", "6000",
                    "mp.messaging.outgoing.game-messages.request.timeout.ms", "3000",
                    "mp.messaging.outgoing.presence.delivery.timeout.ms", "6000",
                    "mp.messaging.outgoing.presence.request.timeout.ms", "3000",
                    "dungeontalk.log.send-timeout", "8s",
                    "dungeontalk.presence.heart-beat", "5s",
                    "dungeontalk.stomp.heart-beat", "30s");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(
                    new TestResourceEntry(GatewayInfrastructure.class, Map.of("brokers", "3")));
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }
    }

    @TestHTTPResource("/")
    URI http;

    @TestHTTPResource(value = "/health/ready", management = true)
    URI ready;

    private final AtomicInteger talks = new AtomicInteger();

    @Test
    void theGatewayIsNotReadyAsLongAsNoMessageGetsThroughAndSaysItOnce() throws Exception {
        try (RawClient mira = RawClient.connected(http.getPort(), Tokens.of("mira"));
                LogLines lines = LogLines.start()) {
            mira.subscribe("s", "/sub/chat/room/stopped");
            stopped("-STOP");
            try {
                Awaitility.await().atMost(PATIENCE).until(() -> talkThenStatus(mira) == 503);
                Awaitility.await()
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofSeconds(1))
                        .during(LONGER_THAN_SEVERAL_FAILURES)
                        .until(() -> talkThenStatus(mira) == 503);
                assertTrue(lines.size() < 20, lines.toString());
            } finally {
                stopped("-CONT");
            }
            Awaitility.await().atMost(PATIENCE).until(() -> talkThenStatus(mira) == 200);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> lines.about("Kafka confirms writes again") == 1);
        }
    }

    private int talkThenStatus(RawClient mira) {
        int number = talks.incrementAndGet();
        mira.talk("stopped", "r" + number, "n" + number);
        return RestAssured.get(ready).statusCode();
    }

    private static void stopped(String signal) throws IOException, InterruptedException {
        String pids = ConfigProvider.getConfig().getValue("test.kafka.pids", String.class);
        List<String> two = Arrays.asList(pids.split(" ")).subList(1, 3);
        List<String> command = Stream.concat(Stream.of("kill", signal), two.stream()).toList();
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    }
}
