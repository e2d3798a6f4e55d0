package org.dungeontalk.gateway.lifecycle;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.gateway.Topics;
import org.dungeontalk.testing.HealthProbes;
import org.dungeontalk.testing.LogLines;
import org.dungeontalk.testing.TopicSettings;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What the probes say while work stalls, and while Kafka is merely away. What is broken for good
 * comes last.
 */
@QuarkusTest
@TestProfile(HealthTest.OwnGateway.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HealthTest {
    private static final Duration SEEN = Duration.ofSeconds(30);
    private static final Duration AGAIN = Duration.ofSeconds(60);

    /** Longer than a thread may give no sign of life. */
    private static final Duration AWAY = Duration.ofSeconds(35);

    /** Bytes a second, counted over ten seconds: less than a message has. */
    private static final double LESS_THAN_A_MESSAGE = 150;

    private static final String LONG = "x".repeat(1_900);

    /** Writes fail after seconds, and Kafka is this test's own. */
    public static class OwnGateway implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "mp.messaging.outgoing.game-messages.delivery.timeout.ms", "6000",
                    "mp.messaging.outgoing.game-messages.request.timeout.ms", "3000",
                    "dungeontalk.log.send-timeout", "8s",
                    "dungeontalk.stomp.heart-beat", "30s");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(GatewayInfrastructure.class));
        }
    }

    @TestHTTPResource("/")
    URI http;

    @TestHTTPResource(value = "/health", management = true)
    URI health;

    @Inject Vertx vertx;
    @Inject KafkaClientService clients;

    private HealthProbes probes;
    private int talks;

    @BeforeEach
    void find() {
        probes = new HealthProbes(health);
    }

    @Test
    @Order(1)
    void kafkaThatIsAwayLeavesTheGatewayLiveAndNotReady() throws Exception {
        awaitStatus("ready", 200, AGAIN);
        signal("-STOP");
        try {
            awaitStatus("ready", 503, SEEN);
            await().atMost(AWAY.plus(AGAIN)).during(AWAY).until(() -> probes.status("live") == 200);
        } finally {
            signal("-CONT");
        }
        awaitStatus("ready", 200, AGAIN);
        assertEquals(200, probes.status("live"));
    }

    /** As they do if this gateway's clock is wrong. */
    @Test
    @Order(2)
    void brokersThatDescribeTheLogAndRefuseMessagesAreSeenAlthoughPresenceIsWritten() {
        try (RawClient mira = RawClient.connected(http.getPort(), Tokens.of("mira"));
                LogLines lines = LogLines.start()) {
            String setting = "message.timestamp.before.max.ms";
            TopicSettings.set(Topics.bootstrapServers(), "game-messages", setting, "0");
            try {
                await().atMost(SEEN).until(() -> talkThenStatus(mira) == 503);
                assertEquals(200, probes.status("live"));
                assertTrue(probes.isDown("ready", "log", "InvalidTimestampException"));
                await().atMost(SEEN)
                        .until(
                                () ->
                                        lines.about("not ready") == 1
                                                && lines.about("writes wait: Inv") == 1);
            } finally {
                TopicSettings.reset(Topics.bootstrapServers(), "game-messages", setting);
            }
            await().atMost(AGAIN).until(() -> talkThenStatus(mira) == 200);
        }
    }

    /** The broker's quota is less than a message, so each answer to the reader is an empty one. */
    @Test
    @Order(3)
    void aLogThatTakesMessagesAndHandsOutNoneLeavesTheGatewayLiveAndNotReady() {
        try (RawClient mira = RawClient.connected(http.getPort(), Tokens.of("mira"));
                LogLines lines = LogLines.start()) {
            mira.subscribe("s", "/sub/chat/room/held");
            Topics.limitFetches("gateway-log-reader", LESS_THAN_A_MESSAGE);
            try {
                await().atMost(SEEN)
                        .pollInterval(Duration.ofSeconds(1))
                        .until(() -> talkThenIsDown(mira, "hands out none"));
                assertEquals(200, probes.status("live"));
                mira.awaitReceipt("r" + (talks - 1));
                assertTrue(mira.messages().stream().noneMatch(this::isLast));
            } finally {
                Topics.limitFetches("gateway-log-reader", null);
            }
            awaitStatus("ready", 200, AGAIN);
            mira.await(this::isLast);
            await().atMost(SEEN).until(() -> lines.about("come back") == 1);
            assertEquals(1, lines.about("hands out none"), lines.toString());
        }
    }

    @Test
    @Order(4)
    void anEventLoopThatIsStuckLeavesTheGatewayNotLive() {
        CountDownLatch free = probes.blockOneOf(((VertxInternal) vertx).getEventLoopGroup());
        try {
            await().atMost(SEEN).until(() -> probes.isDown("live", "threads", "eventloop"));
        } finally {
            free.countDown();
        }
        awaitStatus("live", 200, AGAIN);
        awaitStatus("ready", 200, AGAIN);
    }

    @Test
    @Order(5)
    void aReaderOfTheLogThatIsGoneLeavesTheGatewayNotLive() {
        HealthProbes.interrupt("log-reader");
        await().atMost(SEEN).until(() -> probes.isDown("live", "threads", "log-reader"));
    }

    @Test
    @Order(6)
    void aProducerThatCanNeverWriteAgainLeavesTheGatewayNotLive() {
        try (RawClient mira = RawClient.connected(http.getPort(), Tokens.of("mira"))) {
            clients.getProducer("game-messages").unwrap().close();
            mira.talk("healthy", "never", "said");
            await().atMost(SEEN).until(() -> probes.isDown("live", "producer", "closed"));
            assertTrue(probes.status("ready") != 200);
        }
    }

    private int talkThenStatus(RawClient mira) {
        mira.talk("healthy", "r" + talks, "n" + talks++);
        return probes.status("ready");
    }

    private boolean talkThenIsDown(RawClient mira, String text) {
        mira.talk("held", "r" + talks, LONG + talks++);
        return probes.isDown("ready", "log", text);
    }

    private boolean isLast(String frame) {
        return frame.contains("x" + (talks - 1) + "\"");
    }

    private void awaitStatus(String probe, int status, Duration limit) {
        await().atMost(limit).until(() -> probes.status(probe) == status);
    }

    private static void signal(String name) throws IOException, InterruptedException {
        String pid = ConfigProvider.getConfig().getValue("test.kafka.pid", String.class);
        assertEquals(0, new ProcessBuilder("kill", name, pid).inheritIO().start().waitFor());
    }
}
