package org.dungeontalk.local.regions;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.embedded.ChildJvm;
import org.dungeontalk.embedded.LogTail;
import org.dungeontalk.local.stack.OwnProcess;
import org.dungeontalk.local.stack.Progress;
import org.dungeontalk.local.stack.StackFailed;

/**
 * MirrorMaker as a child process. If it ends unexpectedly, it is started again after a second:
 * while a region is unavailable it ends again and again, and it goes on when the region is back.
 * The child ends with this process, even if that is killed. Thread-safe.
 */
public final class Mirror implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final long PAUSE_MILLIS = 1_000;
    private static final long LOOK_MILLIS = 100;

    private static final List<String> FLAGS =
            List.of(
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-Djava.util.logging.SimpleFormatter.format=%1$tF %1$tT.%1$tL %4$s [%3$s]"
                            + " %5$s%6$s%n");

    private final Path directory;
    private final MirrorSettings settings;
    private final Progress progress;
    private Process process;
    private boolean wanted;

    Mirror(Path directory, MirrorSettings settings, Progress progress) {
        this.directory = directory;
        this.settings = settings;
        this.progress = progress;
    }

    /** Starts it unless it runs. Does not wait until it copies. */
    public synchronized void start() {
        wanted = true;
        if (process == null || !process.isAlive()) {
            launch();
        }
    }

    /**
     * Waits until it mirrors in both directions.
     *
     * @throws StackFailed with the end of its log if that takes longer than two minutes
     */
    public void awaitReady() {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!Files.exists(ready())) {
            if (System.nanoTime() > end) {
                throw failed("was not ready within " + START_LIMIT.toSeconds() + " s");
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw failed("was interrupted at its start");
            }
        }
    }

    /** Kills it (SIGKILL), and returns when it has ended. It stays down until it is started. */
    public synchronized void kill() {
        wanted = false;
        if (process != null) {
            process.destroyForcibly();
            OwnProcess.awaitEnd(process.toHandle(), STOP_LIMIT);
        }
    }

    /** The process id; -1 if it was never started. */
    public synchronized long pid() {
        return process == null ? -1 : process.pid();
    }

    /** Its log file. */
    public Path log() {
        return directory.resolve("mirror.log");
    }

    /** Stops it in order, and kills it after 10 s. */
    @Override
    public void close() {
        Process stopping;
        synchronized (this) {
            wanted = false;
            stopping = process;
        }
        if (stopping != null) {
            OwnProcess.end(stopping.toHandle(), STOP_LIMIT);
        }
    }

    private StackFailed failed(String how) {
        return new StackFailed(
                "The mirror %s. The end of %s:%n%s"
                        .formatted(how, log(), String.join("\n", LogTail.of(log(), 30))));
    }

    private Path ready() {
        return directory.resolve("ready");
    }

    private void launch() {
        try {
            Files.createDirectories(directory);
            Files.deleteIfExists(ready());
            process =
                    new ChildJvm(
                                    FLAGS,
                                    System.getProperty("java.class.path"),
                                    MirrorMain.class.getName(),
                                    List.of(write().toString(), ready().toString()),
                                    Map.of(),
                                    directory,
                                    log())
                            .start();
        } catch (IOException e) {
            throw new StackFailed("The mirror could not be started: " + e.getMessage(), e);
        }
        process.onExit().thenAccept(this::ended);
    }

    private Path write() throws IOException {
        Path file = directory.resolve("mirror.properties");
        Properties all = new Properties();
        all.putAll(settings.properties());
        try (Writer writer = Files.newBufferedWriter(file)) {
            all.store(writer, null);
        }
        return file;
    }

    private synchronized void ended(Process one) {
        if (wanted && one == process) {
            progress.say("mirror", "ended with exit code " + one.exitValue() + ", starts again");
            CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)
                    .execute(this::again);
        }
    }

    private synchronized void again() {
        if (wanted && !process.isAlive()) {
            launch();
        }
    }
}
