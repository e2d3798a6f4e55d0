package org.dungeontalk.systemtests;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dungeontalk.embedded.PostgresServer;
import org.dungeontalk.local.stack.Stack;

/**
 * The log files of a stack: one for each process of this run.
 *
 * @param folder where they are
 */
record StackLogs(Path folder) {

    private static final String ENDING = ".log";
    private static final int SIGNATURE_BEGINS = 16;

    static StackLogs of(Stack stack) {
        return new StackLogs(stack.data().logs());
    }

    /** PostgreSQL logs as in production from now on, but every statement counts as slow. */
    static void logEveryStatement(PostgresServer postgres) throws Exception {
        String cluster = Files.readString(Path.of("../kubernetes/postgres/cluster.yaml"));
        Matcher setting = Pattern.compile("(?m)^ +(log_\\w+): \"?(\\w+)\"?$").matcher(cluster);
        try (Connection owner =
                        DriverManager.getConnection(
                                postgres.jdbcUrl(), postgres.username(), postgres.password());
                Statement statement = owner.createStatement()) {
            while (setting.find()) {
                statement.execute(
                        "ALTER SYSTEM SET %s = '%s'".formatted(setting.group(1), setting.group(2)));
            }
            statement.execute("ALTER SYSTEM SET log_min_duration_statement = 0");
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    /** The names of the processes whose logs are not empty, in alphabetical order. */
    List<String> processes() {
        return files().stream()
                .filter(file -> file.toFile().length() > 0)
                .map(file -> file.getFileName().toString().replace(ENDING, ""))
                .toList();
    }

    /** The lines that hold one of these texts, each behind the name of its file. */
    List<String> linesWith(Collection<String> texts) {
        return files().stream()
                .flatMap(
                        file ->
                                lines(file).stream()
                                        .filter(line -> texts.stream().anyMatch(line::contains))
                                        .map(line -> file.getFileName() + ": " + line))
                .toList();
    }

    /**
     * The parts of a token that no log may hold: its claims, and the beginning of its signature.
     */
    static Stream<String> partsOf(String token) {
        String[] parts = token.split("\\.");
        return Stream.of(parts[1], parts[2].substring(0, SIGNATURE_BEGINS));
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
