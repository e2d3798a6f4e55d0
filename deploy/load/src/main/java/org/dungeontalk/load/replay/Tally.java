package org.dungeontalk.load.replay;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts the outcomes of lines. Thread-safe. Every line ends in exactly one of: receipt, refused,
 * unanswered.
 */
final class Tally {

    private final int lines;
    private final long began = System.nanoTime();
    private final Map<String, Integer> refused = new TreeMap<>();
    private final int[] roundTripMicros;
    private int sent;
    private int receipts;
    private int unanswered;
    private final Map<String, Integer> retried = new TreeMap<>();
    private boolean printed;
    private int reconnects;

    Tally(int lines) {
        this.lines = lines;
        this.roundTripMicros = new int[lines];
    }

    synchronized void sent() {
        sent++;
    }

    /** The log has the line, this long after its first send. */
    synchronized void receipt(long nanos) {
        roundTripMicros[receipts++] = (int) Math.min(Integer.MAX_VALUE, nanos / 1000);
    }

    synchronized void refused(String code) {
        refused.merge(code, 1, Integer::sum);
    }

    synchronized void unanswered() {
        unanswered++;
    }

    /**
     * A line is sent again.
     *
     * @param why the code of a temporary refusal, or that no answer came
     */
    synchronized void retried(String why) {
        retried.merge(why, 1, Integer::sum);
    }

    synchronized void reconnected() {
        reconnects++;
    }

    /** Whether every line has an answer. */
    synchronized boolean allAnswered() {
        return receipts + refusals() == lines;
    }

    /** The progress, on one line. */
    synchronized String progress() {
        return String.format(
                Locale.ROOT,
                "%d of %d lines: %d receipts, %d refused, %d tried again, %.0f lines/s",
                receipts + refusals() + unanswered,
                lines,
                receipts,
                refusals(),
                sum(retried),
                perSecond());
    }

    /** Prints the result once, at the end or when the replay is stopped. */
    synchronized void print(PrintStream out) {
        if (printed) {
            return;
        }
        printed = true;
        out.printf(
                Locale.ROOT,
                "sent        %d lines in %.1f s, %.0f lines/s%n",
                sent,
                seconds(),
                perSecond());
        out.printf("receipts    %d%n", receipts);
        out.printf("refused     %d%n", refusals());
        refused.forEach((code, count) -> out.printf("  %-20s %d%n", code, count));
        out.printf("unanswered  %d%n", unanswered);
        out.printf("tried again %d (connections made again: %d)%n", sum(retried), reconnects);
        retried.forEach((why, count) -> out.printf("  %-20s %d%n", why, count));
        if (receipts > 0) {
            int[] sorted = Arrays.copyOf(roundTripMicros, receipts);
            Arrays.sort(sorted);
            out.printf(
                    Locale.ROOT,
                    "round trip  p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, most %.1f ms%n",
                    millis(sorted, 0.5),
                    millis(sorted, 0.95),
                    millis(sorted, 0.99),
                    millis(sorted, 1));
        }
    }

    private int refusals() {
        return sum(refused);
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private double seconds() {
        return (System.nanoTime() - began) / 1e9;
    }

    private double perSecond() {
        return (receipts + refusals()) / seconds();
    }

    private static double millis(int[] sorted, double share) {
        int rank = (int) Math.ceil(share * sorted.length) - 1;
        return sorted[Math.max(0, rank)] / 1000.0;
    }
}
