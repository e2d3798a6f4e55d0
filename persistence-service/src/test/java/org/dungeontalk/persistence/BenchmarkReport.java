package org.dungeontalk.persistence;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntConsumer;

/** The report of a benchmark: one line for each measurement. */
final class BenchmarkReport {

    private static final double NANOS_PER_MILLI = 1e6;

    private BenchmarkReport() {}

    /** Runs something so often and prints the quantiles of its duration. */
    static void durations(String what, int times, IntConsumer run) {
        long[] nanos = new long[times];
        for (int i = 0; i < times; i++) {
            long begin = System.nanoTime();
            run.accept(i);
            nanos[i] = System.nanoTime() - begin;
        }
        quantiles(what, nanos);
    }

    static void quantiles(String what, long[] nanos) {
        Arrays.sort(nanos);
        say(
                "%s: n %d, p50 %.2f ms, p95 %.2f ms, p99 %.2f ms, max %.2f ms",
                what,
                nanos.length,
                millis(nanos, 0.5),
                millis(nanos, 0.95),
                millis(nanos, 0.99),
                millis(nanos, 1));
    }

    static void say(String format, Object... values) {
        System.out.println("FIGURE " + String.format(Locale.ROOT, format, values));
    }

    private static double millis(long[] sorted, double quantile) {
        int index = (int) Math.min(sorted.length - 1, Math.floor(quantile * sorted.length));
        return sorted[index] / NANOS_PER_MILLI;
    }
}
