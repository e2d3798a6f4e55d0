package org.dungeontalk.analytics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.dungeontalk.embedded.KafkaCluster;
import org.dungeontalk.embedded.PostgresServer;

/** The built service in a process of its own, to be killed. */
final class ServiceProcess {

    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

    private final KafkaCluster kafka;
    private final PostgresServer postgres;
    private final Path log;
    private Process process;

    ServiceProcess(KafkaCluster kafka, PostgresServer postgres, Path log) {
        this.kafka = kafka;
        this.postgres = postgres;
        this.log = log;
    }

    void start() {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        JAR.toString());
        builder.environment()
                .putAll(
                        Map.of(
                                "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                                "QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl(),
                                "QUARKUS_DATASOURCE_REACTIVE_URL", postgres.reactiveUrl(),
                                "QUARKUS_DATASOURCE_USERNAME", postgres.username(),
                                "QUARKUS_DATASOURCE_PASSWORD", postgres.password(),
                                "QUARKUS_HTTP_PORT", "0",
                                "QUARKUS_MANAGEMENT_PORT", "0",
                                "QUARKUS_PROFILE", "local",
                                "DUNGEONTALK_TOKEN_SECRET", Stack.SECRET));
        try {
            process =
                    builder.redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** SIGKILL; returns when it is gone. */
    void kill() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }
}
