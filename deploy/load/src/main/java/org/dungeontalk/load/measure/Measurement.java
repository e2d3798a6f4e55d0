package org.dungeontalk.load.measure;

import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;

/** Runs one plan from the first connection to the last delivery. Used by one thread. */
final class Measurement {

    private static final long PROGRESS_SECONDS = 2;
    private static final long LOOK_MILLIS = 20;
    private static final double SECOND = 1e9;
    private static final double MILLI = 1e6;

    private final LoadPlan plan;
    private final StackCpu cpu;
    private final PrintStream progress;
    private final Duration patience;
    private final Duration repeats;
    private final Deliveries deliveries = new Deliveries();
    private long before;

    /**
     * @param progress gets a line every two seconds
     * @param patience how long to wait for the last deliveries
     * @param repeats how long to wait after them for deliveries that must not come
     */
    Measurement(
            LoadPlan plan,
            StackCpu cpu,
            PrintStream progress,
            Duration patience,
            Duration repeats) {
        this.plan = plan;
        this.cpu = cpu;
        this.progress = progress;
        this.patience = patience;
        this.repeats = repeats;
    }

    /**
     * Connects the members, sends all messages, and waits for the deliveries, and for repeated
     * ones. Blocks.
     *
     * @param gateways the members' gateways, in turn
     * @param tokens each member's token
     */
    LoadResult run(List<URI> gateways, IntFunction<String> tokens) throws InterruptedException {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try (Members members = new Members(plan)) {
            long began = System.nanoTime();
            members.join(gateways, tokens, deliveries);
            progress.printf(
                    Locale.ROOT,
                    "%d members have joined %d rooms in %.1f s%n",
                    plan.clients(),
                    plan.rooms(),
                    (System.nanoTime() - began) / SECOND);
            CompletableFuture<Map<String, Duration>> then = new CompletableFuture<>();
            clock.schedule(
                    () -> then.complete(cpu.now()), plan.warmUpNanos(), TimeUnit.NANOSECONDS);
            clock.scheduleAtFixedRate(
                    this::sayProgress, PROGRESS_SECONDS, PROGRESS_SECONDS, TimeUnit.SECONDS);
            long late = members.load();
            awaitLast();
            Map<String, Double> cpuSeconds = cpu.since(then.join());
            TimeUnit.NANOSECONDS.sleep(repeats.toNanos());
            clock.shutdown();
            clock.awaitTermination(PROGRESS_SECONDS, TimeUnit.SECONDS);
            return result(members, late, cpuSeconds);
        } finally {
            clock.shutdownNow();
        }
    }

    private void awaitLast() throws InterruptedException {
        long expected = plan.expected();
        long end = System.nanoTime() + patience.toNanos();
        while (deliveries.receivedSoFar() < expected && System.nanoTime() - end < 0) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private void sayProgress() {
        long received = deliveries.receivedSoFar();
        Histogram latest = deliveries.sinceLast();
        long elapsed = System.nanoTime() - plan.start();
        long sinceWhen = elapsed - TimeUnit.SECONDS.toNanos(PROGRESS_SECONDS);
        String line =
                latest.getTotalCount() > 0
                        ? String.format(
                                Locale.ROOT,
                                "%d deliveries/s, p50 %.2f ms, p99 %.2f ms",
                                (received - before) / PROGRESS_SECONDS,
                                latest.getValueAtPercentile(50) / MILLI,
                                latest.getValueAtPercentile(99) / MILLI)
                        : sinceWhen < plan.warmUpNanos() ? "warming up" : "no deliveries";
        before = received;
        progress.printf(Locale.ROOT, "%4d s  %s%n", Math.round(elapsed / SECOND), line);
    }

    private LoadResult result(Members members, long late, Map<String, Double> cpuSeconds) {
        return new LoadResult(
                plan.clients(),
                plan.rooms(),
                plan.loop().messages() - plan.loop().firstCounted(),
                plan.loop().countedNanos() / SECOND,
                plan.expected(),
                deliveries.receivedSoFar(),
                Math.max(plan.loop().countedNanos(), deliveries.lastSoFar()) / SECOND,
                plan.expectedInWarmUp() - deliveries.receivedInWarmUpSoFar(),
                deliveries.repeatedSoFar(),
                deliveries.outOfOrderSoFar(),
                members.roomsWithTwoOrders(),
                deliveries.closedSoFar(),
                deliveries.refusals(),
                late,
                deliveries.latencies(),
                cpuSeconds);
    }
}
