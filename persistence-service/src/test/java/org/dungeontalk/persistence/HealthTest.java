package org.dungeontalk.persistence;

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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.dungeontalk.persistence.ingest.DeadLetter;
import org.dungeontalk.persistence.ingest.DeadLetters;
import org.dungeontalk.persistence.kafka.UnreadableRange;
import org.dungeontalk.persistence.lifecycle.Dependencies;
import org.dungeontalk.persistence.lifecycle.DependencyName;
import org.dungeontalk.testing.HealthProbes;
import org.dungeontalk.testing.TopicSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What the probes say while records are not stored although the log has more. All times are the
 * defaults. What is broken for good comes last.
 */
@QuarkusTest
@WithTestResource(Backbone.class)
@TestProfile(HealthTest.OwnService.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HealthTest {

    private static final Duration SEEN = Duration.ofSeconds(30);
    private static final Duration AGAIN = Duration.ofSeconds(90);

    /** A service of its own, which the test breaks. */
    public static final class OwnService implements QuarkusTestProfile {}

    @TestHTTPResource(value = "/health", management = true)
    URI health;

    @Inject Vertx vertx;

    @Inject KafkaClientService clients;

    @Inject DeadLetters deadLetters;
    @Inject Dependencies dependencies;

    private final Database database = new Database(Backbone.postgres());
    private final String room = Bodies.room();
    private HealthProbes probes;

    @BeforeEach
    void find() {
        probes = new HealthProbes(health);
    }

    /** It leaves the connections that are read-only by itself: they stay so. */
    @Test
    @Order(1)
    void aDatabaseThatTakesNoWritesLeavesTheServiceLiveAndNotReady() throws SQLException {
        awaitStored("before");
        readOnly("SET default_transaction_read_only = on");
        Backbone.postgres().disconnectAll();
        try {
            write(Bodies.chat(room, "meanwhile").toString());
            await().atMost(SEEN)
                    .until(() -> probes.isDown("ready", "dependencies", "SQLSTATE 25006"));
            assertEquals(200, probes.status("live"));
        } finally {
            readOnly("RESET default_transaction_read_only");
        }
        await().atMost(AGAIN).until(() -> database.rows(room) == 2);
        awaitStatus("ready", 200, AGAIN);
        for (DependencyName name : DependencyName.values()) {
            await().atMost(AGAIN).until(() -> dependencies.get(name).away().isEmpty());
        }
    }

    @Test
    @Order(2)
    void aConsumerThatReadsNothingAlthoughTheLogHasMoreIsNotReady() {
        awaitStored("before");
        clients.getConsumer("game-messages").pause().await().atMost(AGAIN);
        try {
            write(Bodies.chat(room, "meanwhile").toString());
            await().atMost(SEEN).until(() -> probes.isDown("ready", "progress", ""));
            assertEquals(200, probes.status("live"), "it is patient");
        } finally {
            clients.getConsumer("game-messages").resume().await().atMost(AGAIN);
        }
        await().atMost(AGAIN).until(() -> database.rows(room) == 2);
        awaitStatus("ready", 200, AGAIN);
    }

    @Test
    @Order(3)
    void brokersThatTakeNoDeadLetterLeaveTheServiceLiveAndNotReady() {
        awaitStored("before");
        String servers = Backbone.kafka().bootstrapServers();
        TopicSettings.set(servers, Backbone.DEAD_LETTERS, "max.message.bytes", "10");
        try {
            write("{");
            await().atMost(SEEN)
                    .until(() -> probes.isDown("ready", "dependencies", "dead-letters=R"));
            assertEquals(200, probes.status("live"));
        } finally {
            TopicSettings.reset(servers, Backbone.DEAD_LETTERS, "max.message.bytes");
        }
        awaitStatus("ready", 200, AGAIN);
    }

    @Test
    @Order(4)
    void anEventLoopThatIsStuckLeavesTheServiceNotLive() {
        awaitStored("before");
        CountDownLatch free = probes.blockOneOf(((VertxInternal) vertx).getEventLoopGroup());
        try {
            await().atMost(SEEN).until(() -> probes.isDown("live", "event-loops", "vert.x"));
        } finally {
            free.countDown();
        }
        awaitStatus("live", 200, AGAIN);
    }

    @Test
    @Order(5)
    void aPollingThreadThatIsInterruptedGoesOnOrIsSeen() {
        awaitStored("before");
        HealthProbes.interrupt("smallrye-kafka-consumer-thread");
        write(Bodies.chat(room, "meanwhile").toString());
        await().atMost(SEEN)
                .until(
                        () ->
                                database.rows(room) == 2
                                        || probes.isDown("ready", "progress", "")
                                        || probes.status("live") == 503);
    }

    @Test
    @Order(6)
    void aProducerThatCanNeverWriteAgainLeavesTheServiceNotLive() {
        clients.getProducer("dead-letters").unwrap().close();
        UnreadableRange lost = new UnreadableRange(0, 0, 1, "for the test");
        deadLetters
                .send(List.of(DeadLetter.of(lost, Backbone.LOG)))
                .subscribe()
                .with(sent -> {}, failure -> {});
        await().atMost(SEEN).until(() -> probes.isDown("ready", "dependencies", "dead-letters=I"));
        await().atMost(SEEN).until(() -> probes.isDown("live", "producers", "closed"));
    }

    private void awaitStored(String text) {
        awaitStatus("ready", 200, AGAIN);
        write(Bodies.chat(room, text).toString());
        await().atMost(AGAIN).until(() -> database.rows(room) == 1);
        awaitStatus("live", 200, AGAIN);
    }

    private void awaitStatus(String probe, int status, Duration limit) {
        await().atMost(limit).until(() -> probes.status(probe) == status);
    }

    private void write(String body) {
        try (Log log = new Log(Backbone.kafka().bootstrapServers())) {
            log.write("chat", room, body);
            log.flush();
        }
    }

    /** As a server is while another one takes over: it answers, and takes no writes. */
    private void readOnly(String setting) throws SQLException {
        try (Connection connection = database.begin()) {
            connection.createStatement().execute("SET TRANSACTION READ WRITE");
            connection.createStatement().execute("ALTER DATABASE dungeontalk " + setting);
            connection.commit();
        }
    }
}
