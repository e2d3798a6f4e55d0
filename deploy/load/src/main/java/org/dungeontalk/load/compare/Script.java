package org.dungeontalk.load.compare;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.local.stack.StackFailed;

/**
 * A program that is run to its end, within a time limit. It is remembered which processes it
 * started, so that none is left behind. One thread runs it; any thread may call {@link #end}.
 */
final class Script {

    private static final long LOOK_MILLIS = 20;
    private static final long END_SECONDS = 10;

    private final Path out;
    private final Path log;
    private final Set<ProcessHandle> started = new LinkedHashSet<>();
    private boolean ended;

    /**
     * @param out gets what it prints
     * @param log gets its errors
     */
    Script(Path out, Path log) {
        this.out = out;
        this.log = log;
    }

    /**
     * Runs the program. Blocks.
     *
     * @param limit past it the program is ended, with all that it started
     * @return its exit code
     * @throws StackFailed if it does not exist or takes longer
     */
    int run(List<String> call, Map<String, String> environment, Duration limit)
            throws IOException, InterruptedException {
        Files.createDirectories(out.toAbsolutePath().getParent());
        ProcessBuilder builder =
                new ProcessBuilder(call)
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(out.toFile())
                        .redirectError(log.toFile());
        builder.environment().putAll(environment);
        Process process = begin(builder);
        long end = System.nanoTime() + limit.toNanos();
        while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            remember(process.toHandle());
            if (System.nanoTime() - end > 0) {
                end();
                throw new StackFailed(
                        "%s took longer than %d s. See %s"
                                .formatted(call.get(0), limit.toSeconds(), log));
            }
        }
        return process.exitValue();
    }

    private synchronized Process begin(ProcessBuilder builder) throws IOException {
        if (ended) {
            throw new StackFailed("The comparison was stopped.");
        }
        Process process = builder.start();
        started.add(process.toHandle());
        return process;
    }

    private synchronized void remember(ProcessHandle process) {
        process.descendants().forEach(started::add);
    }

    /** What it printed, as lines. */
    List<String> printed() throws IOException {
        return Files.readAllLines(out);
    }

    /** The last line of its errors. */
    String lastError() throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> !line.isBlank())
                .reduce((first, second) -> second)
                .orElse("it said nothing");
    }

    /** Ends everything that it started and that still runs, and waits for that. */
    synchronized void end() {
        ended = true;
        started.forEach(this::remember);
        end(started);
    }

    /** Ends the processes and waits until they are gone; after ten seconds by force. */
    static void end(Set<ProcessHandle> processes) {
        processes.forEach(ProcessHandle::destroy);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS);
        for (ProcessHandle process : processes) {
            while (process.isAlive() && System.nanoTime() - end < 0) {
                pause();
            }
            process.destroyForcibly();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
