package org.dungeontalk.faults.search;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.dungeontalk.faults.probe.Await;
import org.dungeontalk.local.stack.StackFailed;

/**
 * Carries out a plan, with one thread for each group of processes. A fault whose group has not
 * recovered from the one before waits for it, so that never more of a group is away than the plan
 * means. In the end all processes run.
 */
final class Injector {

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(90);

    private final Victims victims;
    private final Consumer<String> said;
    private final Duration length;
    private final AtomicInteger done = new AtomicInteger();
    private final List<String> failures = new ArrayList<>();
    private long began;

    /**
     * @param length of the plan: a fault that had to wait for longer does not happen
     * @param said gets a line for each fault, from any thread
     */
    Injector(Victims victims, Duration length, Consumer<String> said) {
        this.victims = victims;
        this.length = length;
        this.said = said;
    }

    /** Blocks until the plan is done and all processes have recovered. */
    void carryOut(FaultPlan plan) throws InterruptedException {
        began = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (Map.Entry<String, List<PlannedFault>> group : plan.byGroup().entrySet()) {
            threads.add(new Thread(() -> runThrough(group.getValue()), "faults-" + group.getKey()));
        }
        for (Thread thread : threads) {
            thread.setDaemon(true);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (String process : victims.names()) {
            await(process, victims::isWell);
        }
        TimeUnit.NANOSECONDS.sleep(began + length.toNanos() - System.nanoTime());
    }

    /** Number of faults so far. */
    int faults() {
        return done.get();
    }

    /** Processes that did not start again, or did not recover. */
    List<String> failures() {
        synchronized (failures) {
            return List.copyOf(failures);
        }
    }

    private void runThrough(List<PlannedFault> faults) {
        try {
            String before = null;
            for (PlannedFault fault : faults) {
                TimeUnit.NANOSECONDS.sleep(began + fault.at().toNanos() - System.nanoTime());
                if (before != null) {
                    await(before, victims::mayBeFollowed);
                }
                if (System.nanoTime() - began > length.minus(fault.length()).toNanos()) {
                    return;
                }
                inject(fault);
                before = fault.target();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void inject(PlannedFault fault) throws InterruptedException {
        double late = seconds() - fault.at().toMillis() / 1e3;
        said.accept(
                "%6.1f s: %s%s"
                        .formatted(
                                seconds(),
                                fault.text(),
                                late < 1 ? "" : ", %.1f s late".formatted(late)));
        done.incrementAndGet();
        try {
            switch (fault.kind()) {
                case KILL -> victims.kill(fault.target(), fault.length());
                case STOP -> victims.stop(fault.target(), fault.length());
                case RESTART -> victims.restart(fault.target());
            }
        } catch (IOException | StackFailed | IllegalStateException e) {
            failed(fault.text() + ", and then: " + e.getMessage());
        }
    }

    /** A question about a process. */
    private interface Question {

        boolean of(String process) throws InterruptedException;
    }

    private void await(String process, Question recovered) throws InterruptedException {
        if (!Await.until(RECOVERY_LIMIT, PAUSE, () -> recovered.of(process))) {
            failed(
                    "%s had not recovered %d s after its last fault, at %.1f s"
                            .formatted(process, RECOVERY_LIMIT.toSeconds(), seconds()));
        }
    }

    private void failed(String what) {
        synchronized (failures) {
            failures.add(what);
        }
    }

    private double seconds() {
        return (System.nanoTime() - began) / 1e9;
    }
}
