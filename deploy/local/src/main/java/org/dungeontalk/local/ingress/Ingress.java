package org.dungeontalk.local.ingress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.embedded.LogTail;
import org.dungeontalk.local.stack.StackFailed;
import org.dungeontalk.local.stack.StackFile;

/**
 * A running haproxy in front of the gateways of a stack. It ends with the process that started it.
 */
public final class Ingress implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(10);
    private static final long LOOK_MILLIS = 50;

    private final Process process;
    private final int port;

    private Ingress(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts haproxy with the configuration in {@code deploy/local/ingress}, and returns when it
     * listens.
     *
     * @param sources the folder {@code deploy/local/ingress}
     * @param dir the directory for the configuration with this stack's ports, and for haproxy's log
     * @param gateways the gateways behind it
     * @throws StackFailed with what to install, or with the end of haproxy's log
     */
    public static Ingress start(
            Path sources, Path dir, int port, List<StackFile.Started> gateways) {
        try {
            Files.createDirectories(dir);
            Files.copy(
                    sources.resolve("partition.lua"),
                    dir.resolve("partition.lua"),
                    StandardCopyOption.REPLACE_EXISTING);
            Path config = dir.resolve("haproxy.cfg");
            String template = Files.readString(sources.resolve("haproxy.cfg"));
            Files.writeString(config, new IngressConfig(template, port, gateways).text());
            Path log = dir.resolve("haproxy.log");
            Process process =
                    new ProcessBuilder(
                                    "setpriv",
                                    "--pdeathsig",
                                    "TERM",
                                    "haproxy",
                                    "-db",
                                    "-f",
                                    config.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            awaitListening(process, port, log);
            return new Ingress(process, port);
        } catch (IOException e) {
            throw new StackFailed(
                    "haproxy could not be started (Debian: apt-get install haproxy): "
                            + e.getMessage(),
                    e);
        }
    }

    /** The address for players. */
    public URI webSocket() {
        return URI.create("ws://127.0.0.1:" + port + "/ws-chat");
    }

    /** Blocks until haproxy has ended. */
    void awaitEnd() throws InterruptedException {
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroy();
    }

    private static void awaitListening(Process process, int port, Path log) throws IOException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (process.isAlive() && System.nanoTime() < end) {
            try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (probe.isConnected()) {
                    return;
                }
            } catch (IOException notYet) {
                pause();
            }
        }
        process.destroy();
        throw new StackFailed(
                "haproxy does not listen. Its output:\n" + String.join("\n", LogTail.of(log, 20)));
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailed("Interrupted while haproxy started.", e);
        }
    }
}
