package org.dungeontalk.gateway;

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
import org.dungeontalk.embedded.Ports;
import org.dungeontalk.testing.StartedProcess;

/**
 * The gateway as it is packaged, a jar or the native executable under test, in a process of its own
 * that can be stopped and killed.
 */
public final class GatewayProcess implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final Process process;
    private final int port;
    private final int managementPort;
    private final Path output;

    /**
     * Starts it in the local profile with these settings, and waits until it is ready. Fails at
     * once if it ends before.
     */
    public GatewayProcess(Map<String, String> settings) {
        List<Integer> ports = Ports.free(2);
        port = ports.get(0);
        managementPort = ports.get(1);
        output = Path.of("target", "gateway-" + port + ".log");
        List<String> command = new ArrayList<>();
        String executable = System.getProperty("native.image.path");
        if (executable == null) {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        } else {
            command.add(executable);
        }
        command.add("-Xmx192m");
        command.addAll(
                List.of(
                        "-Dquarkus.profile=local",
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=" + port,
                        "-Dquarkus.management.host=127.0.0.1",
                        "-Dquarkus.management.port=" + managementPort));
        settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
        if (executable == null) {
            command.add("-jar");
            command.add(Path.of("target", "quarkus-app", "quarkus-run.jar").toString());
        }
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(LIMIT).until(this::isReady);
    }

    private boolean isReady() {
        StartedProcess.requireRunning(process, output);
        return status("/q/health/ready") == 200;
    }

    public int port() {
        return port;
    }

    /** Status of a page of the management port, 0 if nothing answers. */
    public int status(String path) {
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

    /** SIGTERM; does not wait. */
    public void terminate() {
        process.destroy();
    }

    /** SIGKILL; returns when the process is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Whether the process has not ended. */
    public boolean isRunning() {
        return process.isAlive();
    }

    public void awaitEnd() {
        await().atMost(LIMIT).until(() -> !process.isAlive());
    }

    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
