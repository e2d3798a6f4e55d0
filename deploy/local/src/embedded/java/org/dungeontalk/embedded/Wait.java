package org.dungeontalk.embedded;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waits with a time limit. Blocks the calling thread. */
final class Wait {

    private static final long PAUSE_MILLIS = 50;

    private Wait() {}

    /**
     * Waits until the condition holds.
     *
     * @return false if the time limit was reached first
     * @throws IllegalStateException if the thread is interrupted
     */
    static boolean until(BooleanSupplier condition, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            pause();
        }
        return true;
    }

    /** Terminates a process, and kills it if it has not ended within the limit. */
    static void end(ProcessHandle process, Duration limit) {
        process.destroy();
        if (!exits(process, limit)) {
            kill(process);
        }
    }

    /** Kills a process (SIGKILL), and waits until it has ended. */
    static void kill(ProcessHandle process) {
        process.destroyForcibly();
        exits(process, Duration.ofSeconds(10));
    }

    /** Waits until a process has ended; false if the time limit was reached first. */
    static boolean exits(ProcessHandle process, Duration limit) {
        try {
            process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("A process can't be waited for", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a process", e);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting", e);
        }
    }
}
