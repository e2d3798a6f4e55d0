package org.dungeontalk.local.stack;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.embedded.LogTail;

/**
 * One service of the stack as a child process. Any thread may call the methods. They block; a
 * start, stop or kill waits for the previous one.
 */
public final class RunningService {

    /** Time limit for a stop in order: a gateway closes its connections over its drain time. */
    static final Duration START_LIMIT = Duration.ofSeconds(120);

    /**
     * How long a service may take to stop in order: a gateway spreads its goodbyes over its drain
     * time.
     */
    static final Duration STOP_LIMIT = Duration.ofSeconds(40);

    private static final long POLL_MILLIS = 100;

    private final ServicePlan plan;
    private final String option;
    private final HttpClient http;
    private final Progress progress;
    private Process process;
    private ProcessHandle substitute;

    /**
     * @param option the option with which commands find this stack
     */
    RunningService(ServicePlan plan, String option, HttpClient http, Progress progress) {
        this.plan = plan;
        this.option = option;
        this.http = http;
        this.progress = progress;
    }

    /** The plan by which it was started. */
    public ServicePlan plan() {
        return plan;
    }

    /** Its entry in stack.json; empty if neither its process nor a substitute runs. */
    synchronized Optional<StackFile.Started> describe() {
        return Optional.ofNullable(process == null ? substitute : process.toHandle())
                .filter(ProcessHandle::isAlive)
                .map(plan::describe);
    }

    /**
     * Stops the process. Another process, such as one in dev mode, runs the service from now on,
     * with the same ports and settings. {@link #stop} and {@link #kill} end it too.
     */
    void handOver(ProcessHandle other) {
        stop();
        synchronized (this) {
            substitute = other;
        }
    }

    /** Starts the process. Reports on the progress if it ends unexpectedly. */
    synchronized void start() {
        try {
            process = plan.start();
        } catch (IOException e) {
            throw new StackFailed(plan.name() + " could not be started: " + e.getMessage(), e);
        }
    }

    /**
     * Waits until the service is ready. From then on, an unexpected end is reported.
     *
     * @throws StackFailed with the end of its log, if it ends or isn't ready in time
     */
    void awaitReady() {
        Process started = current();
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!answers()) {
            if (current() != started || started == null) {
                throw new StackFailed(plan.name() + " was stopped while it started.");
            }
            if (!started.isAlive()) {
                throw failed("ended at its start with exit code " + started.exitValue());
            }
            if (System.nanoTime() > end) {
                throw failed("was not ready within " + START_LIMIT.toSeconds() + " s");
            }
            pause();
        }
        started.onExit().thenAccept(this::ended);
    }

    /** Stops the process in order, and kills it after the limit. Does nothing if it doesn't run. */
    public void stop() {
        forget().filter(ProcessHandle::isAlive)
                .ifPresent(stopping -> OwnProcess.end(stopping, STOP_LIMIT));
    }

    /** Kills the process (SIGKILL), and returns when it has ended. */
    public void kill() {
        forget().ifPresent(
                        killed -> {
                            killed.destroyForcibly();
                            OwnProcess.awaitEnd(killed, Duration.ofSeconds(10));
                        });
    }

    private synchronized Process current() {
        return process;
    }

    private synchronized Optional<ProcessHandle> forget() {
        ProcessHandle before = process == null ? substitute : process.toHandle();
        process = null;
        substitute = null;
        return Optional.ofNullable(before);
    }

    private synchronized void ended(Process one) {
        if (one == process) {
            progress.say(
                    plan.name(),
                    "ended with exit code "
                            + one.exitValue()
                            + "; its log is "
                            + plan.log()
                            + "; start it again: deploy/local/restart "
                            + plan.name()
                            + option);
        }
    }

    private boolean answers() {
        HttpRequest request =
                HttpRequest.newBuilder(plan.readiness()).timeout(Duration.ofSeconds(5)).build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("was interrupted at its start");
        }
    }

    private StackFailed failed(String how) {
        return new StackFailed(
                "%s %s. The end of %s:%n%s"
                        .formatted(
                                plan.name(),
                                how,
                                plan.log(),
                                String.join("\n", LogTail.of(plan.log(), 30))));
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
