package org.dungeontalk.persistence;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.dungeontalk.embedded.PostgresServer;

/** Looks into PostgreSQL past the service. */
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

    private long number(String statement, String... parameters) {
        List<Long> numbers = new ArrayList<>();
        query(statement, rows -> numbers.add(rows.getLong(1)), parameters);
        return numbers.get(0);
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
