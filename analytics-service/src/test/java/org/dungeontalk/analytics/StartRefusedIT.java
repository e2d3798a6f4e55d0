package org.dungeontalk.analytics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.embedded.PostgresServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged service in production with a setting of a person's machine: it ends, and says why.
 */
class StartRefusedIT {

    private static final long LIMIT_SECONDS = 90;

    @TempDir Path directory;

    @Test
    void openAccessIsRefusedInProduction() throws Exception {
        Path said = directory.resolve("said");
        try (PostgresServer postgres = PostgresServer.start(directory.resolve("postgres"))) {
            ProcessBuilder service = new ProcessBuilder(ServiceProcess.command("-Xmx192m"));
            service.environment()
                    .putAll(
                            Map.of(
                                    "QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl(),
                                    "QUARKUS_DATASOURCE_REACTIVE_URL", postgres.reactiveUrl(),
                                    "QUARKUS_DATASOURCE_USERNAME", postgres.username(),
                                    "QUARKUS_DATASOURCE_PASSWORD", postgres.password(),
                                    "QUARKUS_HTTP_PORT", "0",
                                    "QUARKUS_MANAGEMENT_PORT", "0",
                                    "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9",
                                    "DUNGEONTALK_TOKEN_SECRET", "production-0123456789abcdef012345",
                                    "DUNGEONTALK_ACCESS", "open"));
            Process process =
                    service.redirectErrorStream(true).redirectOutput(said.toFile()).start();
            try {
                boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
                String text = Files.readString(said, UTF_8);
                assertTrue(ended, text);
                assertNotEquals(0, process.exitValue(), text);
                assertTrue(text.contains("DUNGEONTALK_ACCESS=open"), text);
            } finally {
                process.destroyForcibly();
            }
        }
    }
}
