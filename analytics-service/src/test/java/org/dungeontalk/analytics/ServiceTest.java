package org.dungeontalk.analytics;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.dungeontalk.embedded.KafkaCluster;
import org.dungeontalk.embedded.PostgresServer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests of the running service have in common; each test has rooms of its own. */
public abstract class ServiceTest {

    protected static final Duration LIMIT = Duration.ofSeconds(60);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject protected MeterRegistry metrics;

    @TestHTTPResource(value = "/health", management = true)
    URI health;

    protected PostgresServer postgres;
    protected KafkaCluster kafka;
    protected LogWriter writer;
    protected Log log;
    protected Database database;

    @BeforeEach
    void open() {
        writer = new LogWriter(bootstrapServers);
        log = new Log(bootstrapServers);
        database = new Database(postgres);
    }

    @AfterEach
    void close() {
        writer.close();
    }

    protected static String newRoom() {
        return "room-" + UUID.randomUUID();
    }

    /** Waits until this many messages of the room are counted. */
    protected void awaitMessages(String room, long messages) {
        await().atMost(LIMIT).until(() -> database.messages(room) == messages);
    }

    /** Waits until everything in the log is counted and committed. */
    protected void awaitNoLag() {
        await().atMost(LIMIT).until(() -> log.lag() == 0);
    }

    /** Waits for this answer of {@code /q/health/ready} or {@code live}. */
    protected void awaitHealth(String kind, int status) {
        await().atMost(LIMIT).until(() -> health(kind) == status);
    }

    /** What is in the answer of {@code /q/health/ready}. */
    protected String readiness() {
        return given().get(health + "/ready").asString();
    }

    /** What {@code /q/health/ready} or {@code live} answers. */
    protected int health(String kind) {
        return given().get(health + "/" + kind).statusCode();
    }

    /** The same with what it says. */
    protected String healthText(String kind) {
        return given().get(health + "/" + kind).asString();
    }

    protected double counter(String name) {
        return metrics.get("dungeontalk.analytics." + name).counter().count();
    }

    /** Checks the arithmetic of the metrics; everything has to be done. */
    protected void assertMetricsAddUp() {
        assertEquals(
                counter("received"),
                counter("counted")
                        + counter("skipped")
                        + counter("duplicate")
                        + counter("dead.lettered"));
    }
}
