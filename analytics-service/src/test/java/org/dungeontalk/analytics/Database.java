package org.dungeontalk.analytics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dungeontalk.embedded.PostgresServer;

/** Looks at the tables the way nobody else does. */
public final class Database {

    private final PostgresServer server;

    public Database(PostgresServer server) {
        this.server = server;
    }

    /** Messages of a room, -1 while PostgreSQL is away. */
    public long messages(String room) {
        return number(
                "SELECT coalesce(sum(messages), 0) FROM analytics.activity_cell WHERE room_id = ?",
                room);
    }

    /** Messages of all rooms, -1 while PostgreSQL is away. */
    public long messages() {
        return number("SELECT coalesce(sum(messages), 0) FROM analytics.activity_cell");
    }

    /** Messages that the progress says are counted; cheap to ask for. */
    public long counted() {
        return number("SELECT coalesce(sum(counted), 0) FROM analytics.progress");
    }

    /** All of the activity, a line per row. */
    public Map<String, Integer> activity() {
        Map<String, Integer> rows = new TreeMap<>();
        try (Connection connection = connect();
                ResultSet found =
                        connection
                                .createStatement()
                                .executeQuery(
                                        "SELECT concat_ws(' ', minute AT TIME ZONE 'UTC', kind,"
                                                + " room_id, player_id), sum(messages) FROM"
                                                + " analytics.activity_cell GROUP BY 1")) {
            while (found.next()) {
                rows.put(found.getString(1), found.getInt(2));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Everything that is a function of the log, a line per row, in order. */
    public List<String> everything() {
        List<String> rows = new ArrayList<>();
        rows.addAll(
                texts(
                        "SELECT concat_ws(' ', 'activity', minute, kind, room_id, player_id,"
                            + " sum(messages), sum(joins), sum(leaves), sum(whispers), sum(turns))"
                            + " FROM analytics.activity_cell GROUP BY minute, kind, room_id,"
                            + " player_id"));
        for (String table : List.of("player", "session", "answer", "alert")) {
            rows.addAll(texts("SELECT '" + table + " ' || t::text FROM analytics." + table + " t"));
        }
        Collections.sort(rows);
        return rows;
    }

    /** Rows inserted or updated since the server's start, by table; out-of-line values included. */
    public Map<String, Long> rowsWritten() {
        Map<String, Long> rows = new TreeMap<>();
        try (Connection connection = connect();
                ResultSet found =
                        connection
                                .createStatement()
                                .executeQuery(
                                        "SELECT c.relname, s.n_tup_ins + s.n_tup_upd +"
                                                + " coalesce(t.n_tup_ins + t.n_tup_upd, 0) FROM"
                                                + " pg_class c JOIN pg_stat_all_tables s ON s.relid"
                                                + " = c.oid LEFT JOIN pg_stat_all_tables t ON"
                                                + " t.relid = c.reltoastrelid WHERE s.schemaname ="
                                                + " 'analytics'")) {
            while (found.next()) {
                rows.put(found.getString(1), found.getLong(2));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** CPU time of the server's processes that are running. */
    public Duration cpu() {
        Path data = Path.of(texts("SHOW data_directory").get(0));
        try {
            String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0);
            ProcessHandle server = ProcessHandle.of(Long.parseLong(pid.trim())).orElseThrow();
            return Stream.concat(Stream.of(server), server.descendants())
                    .flatMap(process -> process.info().totalCpuDuration().stream())
                    .reduce(Duration.ZERO, Duration::plus);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Open connections of an application. */
    public long connections(String application) {
        return number(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = ?", application);
    }

    /** Forgets all that was worked out, so that the log is read from its beginning. */
    public void startOver() {
        execute(
                "BEGIN; TRUNCATE analytics.activity, analytics.activity_batch,"
                        + " analytics.activity_room, analytics.player, analytics.session,"
                        + " analytics.answer, analytics.alert, analytics.seen_message,"
                        + " analytics.saying, analytics.text_batch, analytics.raid_message,"
                        + " analytics.snapshot, analytics.overall, analytics.rollup,"
                        + " analytics.rollup_due; UPDATE analytics.progress SET next_offset = 0,"
                        + " counted = 0; COMMIT");
    }

    /** The first column of a query's rows. */
    public List<String> texts(String sql) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = connect();
                ResultSet found = connection.createStatement().executeQuery(sql)) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public long number(String sql, String... values) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            try (ResultSet found = statement.executeQuery()) {
                found.next();
                return found.getLong(1);
            }
        } catch (SQLException e) {
            return -1;
        }
    }

    public void execute(String sql) {
        try (Connection connection = connect()) {
            connection.createStatement().execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), server.username(), server.password());
    }
}
