package org.dungeontalk.analytics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.dungeontalk.embedded.KafkaCluster;
import org.dungeontalk.embedded.Ports;
import org.dungeontalk.embedded.PostgresServer;
import org.dungeontalk.testing.StartedProcess;

/**
 * The built service, a jar or the native executable under test, in a process of its own, to be
 * killed.
 */
public final class ServiceProcess {

    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private final KafkaCluster kafka;
    private final PostgresServer postgres;
    private final Path log;
    private final List<String> flags;
    private Process process;
    private int managementPort;

    /** A small one that starts fast. */
    ServiceProcess(KafkaCluster kafka, PostgresServer postgres, Path log) {
        this(
                kafka,
                postgres,
                log,
                List.of("-XX:+UseSerialGC", "-Xmx192m", "-XX:TieredStopAtLevel=1"));
    }

    /** One with these flags of the JVM. */
    public ServiceProcess(
            KafkaCluster kafka, PostgresServer postgres, Path log, List<String> flags) {
        this.flags = flags;
        this.kafka = kafka;
        this.postgres = postgres;
        this.log = log;
    }

    public void start() {
        List<Integer> ports = Ports.free(2);
        managementPort = ports.get(1);
        ProcessBuilder builder = new ProcessBuilder(command(flags.toArray(String[]::new)));
        builder.environment()
                .putAll(
                        Map.of(
                                "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                                "QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl(),
                                "QUARKUS_DATASOURCE_REACTIVE_URL", postgres.reactiveUrl(),
                                "QUARKUS_DATASOURCE_USERNAME", postgres.username(),
                                "QUARKUS_DATASOURCE_PASSWORD", postgres.password(),
                                "QUARKUS_HTTP_PORT", ports.get(0).toString(),
                                "QUARKUS_MANAGEMENT_PORT", ports.get(1).toString(),
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

    /**
     * The command that runs it with these flags; an executable takes the heap's size and settings.
     */
    static List<String> command(String... flags) {
        String executable = System.getProperty("native.image.path");
        if (executable != null) {
            Stream<String> taken = Stream.of(flags).filter(flag -> flag.matches("-(Xm|D).*"));
            return Stream.concat(Stream.of(executable), taken).toList();
        }
        return Stream.of(
                        Stream.of(JAVA.toString()),
                        Stream.of(flags),
                        Stream.of("-jar", JAR.toString()))
                .flatMap(part -> part)
                .toList();
    }

    /** CPU time it has used. */
    public Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** Whether it is ready; fails at once if it has ended, so that nobody waits for it. */
    boolean isReady() {
        StartedProcess.requireRunning(process, log);
        return health("ready") == 200;
    }

    /** What {@code /q/health/ready} or {@code live} answers, 0 if nothing does. */
    int health(String kind) {
        return asked(kind).map(HttpResponse::statusCode).orElse(0);
    }

    /** The same with what it says, empty if nothing answers. */
    String healthText(String kind) {
        return asked(kind).map(HttpResponse::body).orElse("");
    }

    private Optional<HttpResponse<String>> asked(String kind) {
        URI asked = URI.create("http://127.0.0.1:" + managementPort + "/q/health/" + kind);
        try {
            return Optional.of(
                    HttpClient.newHttpClient()
                            .send(HttpRequest.newBuilder(asked).build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Lines of its log that hold this text. */
    List<String> lines(String text) {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(text)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** SIGKILL; returns when it is gone. */
    public void kill() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }
}
