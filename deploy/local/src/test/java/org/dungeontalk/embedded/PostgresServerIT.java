package org.dungeontalk.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerIT {

    @TempDir Path directory;

    @Test
    void keepsItsRowsThroughStopsKillsAndAnotherRun() throws Exception {
        try (PostgresServer postgres = PostgresServer.start(directory)) {
            execute(postgres, "CREATE TABLE t (v int)");
            execute(postgres, "INSERT INTO t VALUES (1)");
            postgres.stopImmediately();
            assertFalse(postgres.isRunning());
            postgres.restart();
            execute(postgres, "INSERT INTO t VALUES (2)");
            ProcessHandle.of(postgres.pid()).orElseThrow().destroyForcibly();
            postgres.restart();
            assertEquals("3", query(postgres, "SELECT sum(v) FROM t"));
        }
        try (PostgresServer postgres = PostgresServer.start(directory)) {
            assertEquals("3", query(postgres, "SELECT sum(v) FROM t"));
        }
    }

    @Test
    void waitsForTheDiskBeforeItSaysCommitted() throws Exception {
        try (PostgresServer postgres = PostgresServer.start(directory)) {
            assertEquals("on", query(postgres, "SHOW fsync"));
            assertEquals("on", query(postgres, "SHOW synchronous_commit"));
            assertEquals("on", query(postgres, "SHOW full_page_writes"));
        }
    }

    private static void execute(PostgresServer postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(PostgresServer postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Connection connect(PostgresServer postgres) throws SQLException {
        return DriverManager.getConnection(
                postgres.jdbcUrl(), postgres.username(), postgres.password());
    }
}
