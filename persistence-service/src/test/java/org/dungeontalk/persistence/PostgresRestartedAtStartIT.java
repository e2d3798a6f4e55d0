package org.dungeontalk.persistence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.dungeontalk.testing.Tunnel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PostgreSQL restarts while a service starts, or starts later than it. */
class PostgresRestartedAtStartIT extends RunningBackbone {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** This commit is one of the first of some ten migrations. */
    private static final int DURING_MIGRATIONS = 5;

    /** So that each commit has its text. */
    private static final String WITHOUT_PREPARED_STATEMENTS = "?prepareThreshold=0";

    @BeforeEach
    void nothingIsMigrated() {
        new Database(Backbone.postgres()).execute("DROP SCHEMA IF EXISTS persistence CASCADE");
    }

    @Test
    void migrationsThatAreInterruptedRunAgain() {
        int port = Backbone.postgres().port();
        try (Tunnel tunnel = new Tunnel(port, "COMMIT", DURING_MIGRATIONS)) {
            String url =
                    Backbone.postgres()
                                    .jdbcUrl()
                                    .replace(":" + port + "/", ":" + tunnel.port() + "/")
                            + WITHOUT_PREPARED_STATEMENTS;
            try (PackagedService service =
                    new PackagedService(settingsWith(Map.of("quarkus.datasource.jdbc.url", url)))) {
                service.awaitReady();
                assertTrue(tunnel.hasRestarted());
                assertSaysOnceThatItWaited(service.output());
            }
        }
    }

    @Test
    void aDatabaseThatStartsLaterIsAwaited() {
        Backbone.postgres().stopImmediately();
        try (PackagedService service = new PackagedService(settings())) {
            await().atMost(LIMIT).until(() -> lines(service.output(), "the start waits") == 1);
            await().during(Duration.ofSeconds(5))
                    .atMost(LIMIT)
                    .until(() -> lines(service.output(), "PostgreSQL") == 1);
            Backbone.postgres().restart();
            service.awaitReady();
            assertSaysOnceThatItWaited(service.output());
        } finally {
            if (!Backbone.postgres().isRunning()) {
                Backbone.postgres().restart();
            }
        }
    }

    private static void assertSaysOnceThatItWaited(List<String> output) {
        String all = String.join("\n", output);
        assertEquals(1, lines(output, "PostgreSQL is unavailable; the start waits: "), all);
        assertEquals(1, lines(output, "PostgreSQL is available again; the start goes on"), all);
        assertEquals(1, lines(output, " WARN ") + lines(output, " ERROR "), all);
        assertEquals(0, lines(output, "\tat "), all);
    }

    private static long lines(List<String> output, String text) {
        return output.stream().filter(line -> line.contains(text)).count();
    }
}
