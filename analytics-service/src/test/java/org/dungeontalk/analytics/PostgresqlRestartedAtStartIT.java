package org.dungeontalk.analytics;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.dungeontalk.embedded.KafkaCluster;
import org.dungeontalk.embedded.PostgresServer;
import org.dungeontalk.testing.Tunnel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PostgreSQL restarts while a service starts, or starts later than it. */
class PostgresqlRestartedAtStartIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** This commit is one of the first of some ten migrations. */
    private static final int DURING_MIGRATIONS = 5;

    /** So that each commit has its text. */
    private static final String WITHOUT_PREPARED_STATEMENTS = "?prepareThreshold=0";

    private static final Path DATA =
            Path.of("target", "restarted", Long.toString(ProcessHandle.current().pid()));

    private static KafkaCluster kafka;
    private static PostgresServer postgres;

    @BeforeAll
    static void startBoth() {
        kafka = KafkaCluster.start(DATA.resolve("kafka"), 1);
        Stack.createTopics(kafka);
        postgres = PostgresServer.start(DATA.resolve("postgres"));
    }

    @AfterAll
    static void stopBoth() {
        postgres.close();
        kafka.close();
    }

    @BeforeEach
    void nothingIsMigrated() {
        new Database(postgres).execute("DROP SCHEMA IF EXISTS analytics CASCADE");
    }

    @Test
    void migrationsThatAreInterruptedRunAgain() {
        try (Tunnel tunnel = new Tunnel(postgres.port(), "COMMIT", DURING_MIGRATIONS)) {
            String url =
                    postgres.jdbcUrl()
                                    .replace(":" + postgres.port() + "/", ":" + tunnel.port() + "/")
                            + WITHOUT_PREPARED_STATEMENTS;
            ServiceProcess service = service("interrupted", "-Dquarkus.datasource.jdbc.url=" + url);
            try {
                service.start();
                await().atMost(LIMIT).until(service::isReady);
                assertTrue(tunnel.hasRestarted());
                assertSaysOnceThatItWaited(service);
            } finally {
                service.kill();
            }
        }
    }

    @Test
    void aDatabaseThatStartsLaterIsAwaited() {
        ServiceProcess service = service("later");
        postgres.stopImmediately();
        try {
            service.start();
            await().atMost(LIMIT).until(() -> service.lines("the start waits").size() == 1);
            await().during(Duration.ofSeconds(5))
                    .atMost(LIMIT)
                    .until(() -> service.lines("PostgreSQL").size() == 1);
            postgres.restart();
            await().atMost(LIMIT).until(service::isReady);
            assertSaysOnceThatItWaited(service);
        } finally {
            service.kill();
            if (!postgres.isRunning()) {
                postgres.restart();
            }
        }
    }

    private static ServiceProcess service(String name, String... settings) {
        List<String> flags = new ArrayList<>(List.of("-XX:+UseSerialGC", "-Xmx192m"));
        flags.addAll(List.of(settings));
        return new ServiceProcess(kafka, postgres, DATA.resolve(name + ".log"), flags);
    }

    private static void assertSaysOnceThatItWaited(ServiceProcess service) {
        String all = String.join("\n", service.lines(""));
        assertEquals(1, lines(service, "PostgreSQL is unavailable; the start waits: "), all);
        assertEquals(1, lines(service, "PostgreSQL is available again; the start goes on"), all);
        assertEquals(1, lines(service, " WARN ") + lines(service, " ERROR "), all);
        assertEquals(0, lines(service, "\tat "), all);
    }

    private static int lines(ServiceProcess service, String text) {
        return service.lines(text).size();
    }
}
