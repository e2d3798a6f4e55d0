package org.dungeontalk.tools.history;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.dungeontalk.local.command.DataOption;
import org.dungeontalk.local.command.Usage;
import org.dungeontalk.local.stack.StackFailed;
import org.dungeontalk.local.stack.StackFile;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that select a PostgreSQL. */
final class DatabaseOptions {

    private static final String PREFIX = "jdbc:postgresql://";

    /** One import at a time: two would give the same places away. */
    private static final String ALONE = "SELECT pg_try_advisory_lock(4703918265002)";

    private static final String IMPORTED_LOG =
            "SELECT count(*) FROM persistence.log_epoch WHERE seq = 0";

    @Mixin private DataOption data;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--database",
            paramLabel = "URL",
            description =
                    "The PostgreSQL of persistence-service, jdbc:postgresql://HOST:PORT/NAME."
                            + " Default: the local stack's.")
    private String database;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            defaultValue = "persistence",
            description =
                    "The user for --database, whose password is in the environment variable"
                            + " PGPASSWORD. Default: persistence.")
    private String user;

    /**
     * Connects, without autocommit.
     *
     * @throws StackFailed if there is no stack, no answer, another import, or not the tables
     */
    Connection connect() throws IOException {
        StackFile.Postgres server = server();
        Properties settings = new Properties();
        settings.put("user", server.username());
        settings.put("password", server.password());
        settings.put("connectTimeout", "15");
        try {
            Connection connection = DriverManager.getConnection(server.jdbcUrl(), settings);
            try {
                connection.setAutoCommit(false);
                check(connection);
                return connection;
            } catch (SQLException | StackFailed e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** The sentence for an answer of PostgreSQL. */
    static StackFailed failed(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return new StackFailed(
                state.equals("42P01") || state.equals("3F000")
                        ? "The database has no tables of persistence-service: start it on this"
                                + " database first."
                        : "PostgreSQL refused or does not answer: "
                                + e.getMessage()
                                + " Run the same command again: what was imported stays.",
                e);
    }

    private StackFile.Postgres server() throws IOException {
        Usage.require(
                spec,
                database == null || database.startsWith(PREFIX),
                "--database must be jdbc:postgresql://HOST:PORT/NAME.");
        if (database != null) {
            String password = System.getenv("PGPASSWORD");
            return new StackFile.Postgres(null, database, user, password == null ? "" : password);
        }
        return StackFile.read(data.get())
                .map(StackFile::postgres)
                .orElseThrow(
                        () ->
                                new StackFailed(
                                        data.get().noStack().getMessage()
                                                + " Or name a PostgreSQL with --database."));
    }

    private static void check(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!first(statement, ALONE).equals("t")) {
                throw new StackFailed("Another import runs on this database.");
            }
            if (first(statement, IMPORTED_LOG).equals("0")) {
                throw new StackFailed(
                        "The tables are of an older persistence-service: start the new one on this"
                                + " database first.");
            }
        }
        connection.commit();
    }

    private static String first(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
