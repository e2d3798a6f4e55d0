package org.dungeontalk.local.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Processes identified by pid and start time, because a pid alone may belong to another process by
 * now.
 */
public final class OwnProcess {

    /** Two readings of one process's start may differ by the clock's corrections. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private OwnProcess() {}

    /** Start time of a process in milliseconds since 1970; 0 if the system doesn't report it. */
    public static long startedAt(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** The running process of this entry of stack.json; empty if it has ended. */
    public static Optional<ProcessHandle> find(StackFile.Started started) {
        return ProcessHandle.of(started.pid())
                .filter(ProcessHandle::isAlive)
                .filter(
                        process ->
                                Math.abs(startedAt(process) - started.startedAt())
                                        <= TOLERANCE.toMillis());
    }

    /**
     * Terminates a process (SIGTERM), and kills it after the limit.
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

    /** Waits for the end of a process; false if the limit was reached first. */
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
