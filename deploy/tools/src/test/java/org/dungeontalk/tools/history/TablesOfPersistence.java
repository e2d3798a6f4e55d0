package org.dungeontalk.tools.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.dungeontalk.embedded.PostgresServer;
import org.dungeontalk.local.stack.DataDir;
import org.dungeontalk.local.stack.StackFailed;
import org.dungeontalk.local.stack.StackFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * A real PostgreSQL with the tables of persistence-service, empty in each test, and the command.
 */
abstract class TablesOfPersistence {

    private static final Path MIGRATIONS =
            Path.of("../../persistence-service/src/main/resources/db/migration");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant START = Instant.parse("2025-06-24T10:00:00Z");

    @TempDir static Path directory;

    private static PostgresServer postgres;

    final Path file = directory.resolve("chat_messages.ndjson");
    final Path refused = directory.resolve("chat_messages.ndjson.refused");
    String said;

    @BeforeAll
    static void start() throws Exception {
        postgres = PostgresServer.start(directory.resolve("postgres"));
        StackFile.Postgres server =
                new StackFile.Postgres(
                        postgres.reactiveUrl(),
                        postgres.jdbcUrl(),
                        postgres.username(),
                        postgres.password());
        DataDir data = new DataDir(directory);
        new StackFile(true, null, null, server, List.of(), List.of()).write(data);
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @BeforeEach
    void makeTheTables() throws Exception {
        execute("DROP SCHEMA IF EXISTS persistence CASCADE; CREATE SCHEMA persistence");
        try (Stream<Path> scripts = Files.list(MIGRATIONS)) {
            for (Path script : scripts.sorted(Comparator.comparing(Path::toString)).toList()) {
                execute(Files.readString(script));
            }
        }
    }

    static String chat(int number, long millis, String text) {
        Instant at = START.plusMillis(millis);
        return """
        {"_id": "%012x", "roomId": "tavern", "senderId": "p-1", "content": "%s", \
        "type": "TALK", "createdAt": {"$date": "%s"}}\
        """
                .formatted(number, text, at);
    }

    static long days(int days) {
        return Duration.ofDays(days).toMillis();
    }

    void write(String... lines) throws Exception {
        Files.write(file, List.of(lines));
    }

    int run(String... options) {
        List<String> all =
                new ArrayList<>(List.of(file.toString(), "--data", directory.toString()));
        all.addAll(List.of(options));
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            return command().execute(all.toArray(String[]::new));
        } finally {
            System.setOut(before);
            said = out.toString(StandardCharsets.UTF_8);
        }
    }

    /** The sentence of a failure. */
    String failure() {
        String[] message = {""};
        CommandLine line = command();
        line.setExecutionExceptionHandler(
                (e, failed, parsed) -> {
                    message[0] = e instanceof StackFailed ? e.getMessage() : e.toString();
                    return 1;
                });
        assertEquals(1, line.execute(file.toString(), "--data", directory.toString()));
        return message[0];
    }

    static CommandLine command() {
        return new CommandLine(new ImportCommand());
    }

    List<JsonNode> refusedLines() throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(refused)) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    static List<String> texts() throws Exception {
        return column("SELECT content FROM persistence.message ORDER BY log_epoch, log_offset");
    }

    static List<String> rows() throws Exception {
        return column("SELECT m::text FROM persistence.message AS m ORDER BY 1");
    }

    static long count() throws Exception {
        return Long.parseLong(column("SELECT count(*) FROM persistence.message").get(0));
    }

    /** Connections but this one. */
    static long others() throws Exception {
        return Long.parseLong(
                column(
                                "SELECT count(*) FROM pg_stat_activity WHERE datname ="
                                    + " current_database() AND backend_type = 'client backend' AND"
                                    + " pid <> pg_backend_pid()")
                        .get(0));
    }

    static List<String> column(String query) throws Exception {
        List<String> column = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                column.add(rows.getString(1));
            }
        }
        return column;
    }

    static void execute(String script) throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(script);
        }
    }

    static Connection connect() throws Exception {
        return DriverManager.getConnection(
                postgres.jdbcUrl(), postgres.username(), postgres.password());
    }
}
