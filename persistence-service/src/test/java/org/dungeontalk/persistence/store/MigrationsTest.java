package org.dungeontalk.persistence.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.dungeontalk.embedded.PostgresServer;
import org.dungeontalk.testing.Tunnel;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {

    /** There are more commits than migrations. */
    private static final int MIGRATIONS = 9;

    @TempDir(cleanup = CleanupMode.ALWAYS)
    Path directory;

    private PostgresServer server;

    @BeforeEach
    void start() {
        server = PostgresServer.start(directory);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void allRunOnceIfPostgresRestartsBeforeAnyOneCommit() throws Exception {
        int commit = 1;
        while (restartsBefore(commit)) {
            commit++;
        }
        assertTrue(commit > MIGRATIONS, "a restart before each migration's commit");
    }

    /**
     * Migrates a new database, and returns whether there are so many commits. Without prepared
     * statements each of them has its text.
     */
    private boolean restartsBefore(int commit) throws Exception {
        String name = "restarted_" + commit;
        create(name);
        try (Tunnel tunnel = new Tunnel(server.port(), "COMMIT", commit)) {
            FluentConfiguration flyway =
                    Flyway.configure()
                            .dataSource(
                                    "jdbc:postgresql://127.0.0.1:%d/%s?prepareThreshold=0"
                                            .formatted(tunnel.port(), name),
                                    server.username(),
                                    server.password())
                            .defaultSchema("persistence");
            new FlywaySettings().customize(flyway);
            new Migrations(flyway.load()).migrate();
            return tunnel.hasRestarted();
        }
    }

    private void create(String database) throws SQLException {
        try (Connection connection =
                DriverManager.getConnection(
                        server.jdbcUrl(), server.username(), server.password())) {
            connection.createStatement().execute("CREATE DATABASE " + database);
        }
    }
}
