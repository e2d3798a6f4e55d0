package org.dungeontalk.persistence;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.dungeontalk.embedded.Ports;
import org.dungeontalk.testing.StartedProcess;

/**
 * The service as it is packaged, a jar or the native executable under test, in a process of its own
 * that can be killed.
 */
final class PackagedService implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final Process process;
    private final int managementPort;

    /** Flags that start quickly; measured is with those of the image. */
    private static final String JVM =
            System.getProperty("service.jvm", "-Xmx192m -XX:+UseSerialGC -XX:TieredStopAtLevel=1");

    private final int port;
    private final Path output;

    PackagedService(Map<String, String> settings) {
        this("local", settings);
    }

    /** With flags of the JVM that override the usual ones. */
    PackagedService(String profile, Map<String, String> settings, String... flags) {
        List<Integer> ports = Ports.free(2);
        managementPort = ports.get(0);
        port = ports.get(1);
        output = Path.of("target", "packaged-service-" + managementPort + ".log");
        List<String> command = new ArrayList<>();
        String executable = System.getProperty("native.image.path");
        if (executable == null) {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of(JVM.split(" ")));
        } else {
            command.addAll(List.of(executable, "-Xmx192m"));
        }
        command.addAll(List.of(flags));
        command.add("-Dquarkus.profile=" + profile);
        command.add("-Dquarkus.http.host=127.0.0.1");
        command.add("-Dquarkus.http.port=" + port);
        command.add("-Dquarkus.management.host=127.0.0.1");
        command.add("-Dquarkus.management.port=" + managementPort);
        settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
        if (executable == null) {
            command.add("-jar");
            command.add(Path.of("target", "quarkus-app", "quarkus-run.jar").toString());
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("DUNGEONTALK_PAGE_HISTORY_URL", "of another service");
        builder.redirectErrorStream(true);
        builder.redirectOutput(output.toFile());
        try {
            process = builder.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Fails at once if it has ended. */
    void awaitReady() {
        await().atMost(START_LIMIT).until(this::isReady);
    }

    /** Fails if it has ended. */
    void requireRunning() {
        StartedProcess.requireRunning(process, output);
    }

    private boolean isReady() {
        requireRunning();
        return status("/q/health/ready") == 200;
    }

    /** Where players reach it. */
    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Where operators reach it. */
    URI management() {
        return URI.create("http://127.0.0.1:" + managementPort);
    }

    /**
     * One of its metrics, 0 while it does not answer.
     *
     * @param name with its labels, or without them: then all are added up
     */
    double metric(String name) {
        URI uri = management().resolve("/q/metrics");
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        } catch (IOException absent) {
            return 0;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** CPU time that it has used. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Resident memory in KiB. */
    long residentKib() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException ended) {
            return 0;
        }
    }

    /** What it has written to its log until now. */
    List<String> output() {
        try {
            return Files.readAllLines(output);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Status of a page of the management port, 0 if nothing answers. */
    int status(String path) {
        URI uri = URI.create("http://127.0.0.1:" + managementPort + path);
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException absent) {
            return 0;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** All that it wrote, once it has ended by itself within the start's limit. */
    String outputOfItsEnd() {
        await().atMost(START_LIMIT).until(() -> !process.isAlive());
        try {
            return Files.readString(output);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** How many lines of its log until now have this text. */
    long lines(String text) {
        return output().stream().filter(line -> line.contains(text)).count();
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    boolean hasEnded() {
        return !process.isAlive();
    }

    /** SIGTERM, and waits for the end. */
    @Override
    public void close() {
        terminate();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the service did not end within 30 s");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
