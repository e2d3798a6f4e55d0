package org.dungeontalk.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * A PostgreSQL that a killed run has left in a data directory: its process, if it still runs, or
 * the lock file that it could not remove.
 */
final class LeftoverServer {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

    private LeftoverServer() {}

    /** Stops the server that still runs in this data directory, and removes the lock file. */
    static void stop(Path data) throws IOException {
        Path lock = data.resolve("postmaster.pid");
        if (!Files.exists(lock)) {
            return;
        }
        Optional<ProcessHandle> server = pid(lock).flatMap(ProcessHandle::of);
        if (server.isPresent() && worksIn(server.get(), data)) {
            ProcessHandle running = server.get();
            signal(running.pid(), "INT");
            if (!Wait.until(() -> !running.isAlive(), STOP_LIMIT)) {
                running.destroyForcibly();
                Wait.until(() -> !running.isAlive(), STOP_LIMIT);
            }
        }
        Files.deleteIfExists(lock);
    }

    private static Optional<Long> pid(Path lock) throws IOException {
        try {
            return Files.readString(lock).lines().findFirst().map(String::trim).map(Long::valueOf);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether the process was started with this directory. The pid may belong to another program by
     * now.
     */
    private static boolean worksIn(ProcessHandle process, Path data) {
        return process.info()
                .arguments()
                .map(words -> Arrays.asList(words).contains(data.toString()))
                .orElse(false);
    }

    private static void signal(long pid, String name) throws IOException {
        Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -s " + name + " " + pid).start();
        Wait.exits(kill.toHandle(), Duration.ofSeconds(5));
    }
}
