package org.dungeontalk.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The log of the packaged service, by what it says first where its start fails. */
public abstract class LogFormats {
    private static final long LIMIT_SECONDS = 90;
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

    private final Map<String, String> failure;

    /** Takes the environment in which a start fails. */
    protected LogFormats(Map<String, String> failure) {
        this.failure = failure;
    }

    @Test
    void aLineIsOneJsonObjectInProduction() throws Exception {
        String line = firstLine("prod");
        JsonNode entry = new ObjectMapper().readTree(line);
        OffsetDateTime.parse(entry.path("timestamp").asText());
        assertTrue(entry.path("level").asText().matches("[A-Z]+"), line);
        assertNotEquals("", entry.path("loggerName").asText(), line);
        assertNotEquals("", entry.path("message").asText(), line);
    }

    @Test
    void aLineIsTextOnAPersonsMachine() throws Exception {
        String line = firstLine("local");
        assertTrue(line.matches("\\d{4}-.* (INFO|WARN|ERROR) .*"), line);
        assertFalse(line.contains("{\""), line);
    }

    private String firstLine(String profile) throws Exception {
        String executable = System.getProperty("native.image.path");
        ProcessBuilder service =
                new ProcessBuilder(
                        executable != null
                                ? List.of(executable)
                                : List.of(JAVA.toString(), "-Xmx192m", "-jar", JAR.toString()));
        service.environment().put("QUARKUS_PROFILE", profile);
        service.environment().put("QUARKUS_HTTP_PORT", "0");
        service.environment().put("QUARKUS_MANAGEMENT_PORT", "0");
        service.environment().putAll(failure);
        Process process = service.redirectErrorStream(true).start();
        try (BufferedReader log =
                new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            return CompletableFuture.supplyAsync(() -> readLine(log))
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String readLine(BufferedReader log) {
        try {
            return log.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
