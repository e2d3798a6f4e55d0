package org.dungeontalk.local.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Processes known by pid and time of start: a pid alone may meanwhile belong to somebody else's
 * process.
 */
public final class OwnProcess {

    /** Two readings of one process's start may differ by the clock's corrections. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private OwnProcess() {}

    /** When a process started, in milliseconds since 1970; 0 if the system doesn't say. */
    public static long startedAt(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** The running process that this entry of stack.json means; empty if it has ended. */
    public static Optional<ProcessHandle> find(StackFile.Started started) {
        return ProcessHandle.of(started.pid())
                .filter(ProcessHandle::isAlive)
                .filter(
                        process ->
                                Math.abs(startedAt(process) - started.startedAt())
                                        <= TOLERANCE.toMillis());
    }

    /**
     * Asks a process to end (SIGTERM), and kills it past the limit.
     *
     * @return whether it ended by itself
     */
    public static boolean end(ProcessHandle process, Duration limit) {
        process.destroy();
        if (awaitEnd(process, limit)) {
            return true;
        }
        process.destroyForcibly();
        awaitEnd(process, Duration.ofSeconds(10));
        return false;
    }

    /** Waits for the end of a process; false past the limit. */
    public static boolean awaitEnd(ProcessHandle process, Duration limit) {
        try {
            process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return !process.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a process ended", e);
        }
    }
}
