package org.dungeontalk.analytics.ingest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.dungeontalk.analytics.LogWriter;
import org.dungeontalk.analytics.ServiceTest;
import org.dungeontalk.analytics.Stack;
import org.dungeontalk.testing.HealthProbes;
import org.dungeontalk.testing.TopicSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What the probes say while records are not counted although the log has more. What is broken for
 * good comes last.
 */
@QuarkusTest
@WithTestResource(Stack.class)
@TestProfile(HealthTest.ShortHeartbeat.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HealthTest extends ServiceTest {

    private static final Duration SEEN = Duration.ofSeconds(30);

    /** No less: asking Kafka for the log's ends takes up to 24 s. */
    static final Duration HEARTBEAT = Duration.ofSeconds(30);

    /**
     * A service of its own, and the shortest heart-beat that it takes. Also of {@link
     * BrokerKilledTest}, which runs first.
     */
    public static final class ShortHeartbeat implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("dungeontalk.log.heartbeat-limit", HEARTBEAT.toString());
        }
    }

    @TestHTTPResource(value = "/health", management = true)
    URI address;

    @Inject Vertx vertx;
    @Inject KafkaClientService clients;

    private final String room = newRoom();
    private HealthProbes probes;

    @BeforeEach
    void find() {
        probes = new HealthProbes(address);
    }

    /** It leaves the connections that are read-only by itself: they stay so. */
    @Test
    @Order(1)
    void aDatabaseThatTakesNoWritesLeavesTheServiceLiveAndNotReady() throws SQLException {
        awaitCounted();
        setDatabase("SET default_transaction_read_only = on");
        postgres.disconnectAll();
        try {
            LogWriter.await(writer.talk(room, "mira", Instant.now()));
            await().atMost(SEEN).until(() -> probes.isDown("ready", "counting", "waiting=true"));
            assertEquals(200, probes.status("live"));
        } finally {
            setDatabase("RESET default_transaction_read_only");
        }
        awaitMessages(room, 2);
        awaitHealth("ready", 200);
    }

    @Test
    @Order(2)
    void brokersThatTakeNoDeadLetterLeaveTheServiceLiveAndNotReady() {
        awaitCounted();
        String topic = "game-messages.analytics.dlt";
        TopicSettings.set(kafka.bootstrapServers(), topic, "max.message.bytes", "10");
        try {
            LogWriter.await(writer.write("chat", room, "{"));
            await().atMost(SEEN).until(() -> probes.isDown("ready", "counting", "waiting=true"));
            assertEquals(200, probes.status("live"));
        } finally {
            TopicSettings.reset(kafka.bootstrapServers(), topic, "max.message.bytes");
        }
        awaitHealth("ready", 200);
    }

    @Test
    @Order(3)
    void aReadingThreadThatHangsLeavesTheServiceNotReadyAndThenNotLive() {
        awaitCounted();
        Halt halt = Halt.of("log-reader");
        try {
            await().atMost(SEEN).until(() -> probes.isDown("ready", "counting", "reading=false"));
            await().atMost(SEEN)
                    .until(() -> probes.isDown("live", "counting-threads", "log-reader=false"));
        } finally {
            halt.end();
        }
        awaitHealth("live", 200);
        awaitHealth("ready", 200);
    }

    @Test
    @Order(4)
    void anEventLoopThatIsStuckLeavesTheServiceNotLive() {
        awaitCounted();
        CountDownLatch free = probes.blockOneOf(((VertxInternal) vertx).getEventLoopGroup());
        try {
            await().atMost(SEEN).until(() -> probes.isDown("live", "event-loops", "vert.x"));
        } finally {
            free.countDown();
        }
        await().atMost(LIMIT).until(() -> probes.status("live") == 200);
    }

    @Test
    @Order(5)
    void aProducerThatCanNeverWriteAgainLeavesTheServiceNotLive() {
        awaitCounted();
        clients.getProducer("dead-letters").unwrap().close();
        LogWriter.await(writer.write("chat", room, "{"));
        await().atMost(SEEN).until(() -> probes.isDown("ready", "counting", "waiting=true"));
        await().atMost(SEEN).until(() -> probes.isDown("live", "producers", "closed"));
    }

    private void awaitCounted() {
        awaitHealth("ready", 200);
        LogWriter.await(writer.talk(room, "mira", Instant.now()));
        awaitMessages(room, 1);
        assertEquals(200, probes.status("live"));
    }

    /** As a server is while another one takes over: it answers, and takes no writes. */
    private void setDatabase(String setting) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET TRANSACTION READ WRITE");
            statement.execute("ALTER DATABASE dungeontalk " + setting);
            connection.commit();
        }
    }
}
