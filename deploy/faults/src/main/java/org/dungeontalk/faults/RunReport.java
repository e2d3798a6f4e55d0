package org.dungeontalk.faults;

import java.util.List;
import org.dungeontalk.faults.check.Verdict;
import org.dungeontalk.faults.player.Timings;

/**
 * The outcome of a crowd's messages.
 *
 * @param receipts number of messages that got a receipt
 * @param verdict the checker's
 * @param troubles which players were told of a gap or refused for good. No run of a crowd gives a
 *     reason for either
 * @param timings of all players, sorted
 */
record RunReport(int receipts, Verdict verdict, List<String> troubles, Timings timings) {

    boolean isClean() {
        return receipts > 0 && troubles.isEmpty() && verdict.isClean();
    }

    /** All counts of the checker, on one line, and the first case of each violation below it. */
    String counts() {
        return "%,d receipts: %s, told of a gap or refused for good %d%s"
                .formatted(receipts, verdict.counts(), troubles.size(), verdict.firstCases());
    }

    /** Durations of interrupted streams after a lost connection, in nanoseconds, sorted. */
    List<Long> gaps() {
        return timings.gaps();
    }

    /** A percentile of the gaps in seconds; 0 if no connection was lost. */
    double gapSeconds(int percent) {
        return timings.gapSeconds(percent);
    }

    /** The longest wait for a receipt in seconds; 0 if there was no receipt. */
    double longestWaitSeconds() {
        return longest(timings.waits());
    }

    /** The longest time until a sender read its own message, in seconds; 0 if nobody did. */
    double longestDelaySeconds() {
        return longest(timings.delays());
    }

    private static double longest(List<Long> sorted) {
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() - 1) / 1e9;
    }
}
