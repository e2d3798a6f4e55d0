package org.dungeontalk.persistence;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.dungeontalk.embedded.PostgresServer;

/** Queries PostgreSQL directly. */
final class Database {

    private final PostgresServer server;

    Database(PostgresServer server) {
        this.server = server;
    }

    long rows() {
        return number("SELECT count(*) FROM persistence.message");
    }

    long rows(String room) {
        return number("SELECT count(*) FROM persistence.message WHERE room_id = ?", room);
    }

    /** The texts of a room in the order of the log. */
    List<String> contents(String room) {
        List<String> contents = new ArrayList<>();
        query(
                "SELECT content FROM persistence.message WHERE room_id = ?"
                        + " ORDER BY log_epoch, log_offset",
                rows -> contents.add(rows.getString(1)),
                room);
        return contents;
    }

    void execute(String statement) {
        try (Connection connection = connect();
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            prepared.execute();
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    /**
     * Takes a table for itself, readers and writers waiting, until the connection is rolled back or
     * closed.
     */
    Connection lock(String table) throws SQLException {
        Connection connection = begin();
        try (PreparedStatement lock =
                connection.prepareStatement("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE")) {
            lock.execute();
        }
        return connection;
    }

    /** A transaction of its own. */
    Connection begin() throws SQLException {
        Connection connection = connect();
        connection.setAutoCommit(false);
        return connection;
    }

    /** The table in which a room's first row lies. */
    String partitionOf(String room) {
        List<String> names = new ArrayList<>();
        query(
                "SELECT c.relname FROM persistence.message m JOIN pg_class c ON c.oid = m.tableoid"
                        + " WHERE room_id = ? LIMIT 1",
                rows -> names.add(rows.getString(1)),
                room);
        return names.get(0);
    }

    /** The texts of a query's first column. */
    List<String> lines(String statement) {
        List<String> lines = new ArrayList<>();
        query(statement, rows -> lines.add(rows.getString(1)));
        return lines;
    }

    /** The one text that a query answers. */
    String text(String statement) {
        List<String> texts = new ArrayList<>();
        query(statement, rows -> texts.add(rows.getString(1)));
        return texts.get(0);
    }

    /** The one number that a query answers. */
    long number(String statement, String... parameters) {
        List<Long> numbers = new ArrayList<>();
        query(statement, rows -> numbers.add(rows.getLong(1)), parameters);
        return numbers.get(0);
    }

    /** A connection of its own that looks for messages. */
    Watcher watch() {
        try {
            Connection connection = connect();
            return new Watcher(
                    connection,
                    connection.prepareStatement(
                            "SELECT 1 FROM persistence.message WHERE message_id = ?::uuid"));
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    record Watcher(Connection connection, PreparedStatement statement) implements AutoCloseable {

        boolean sees(String messageId) throws SQLException {
            statement.setString(1, messageId);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    private interface EachRow {
        void read(ResultSet rows) throws SQLException;
    }

    private void query(String statement, EachRow each, String... parameters) {
        try (Connection connection = connect();
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            for (int i = 0; i < parameters.length; i++) {
                prepared.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = prepared.executeQuery()) {
                while (rows.next()) {
                    each.read(rows);
                }
            }
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), server.username(), server.password());
    }
}
