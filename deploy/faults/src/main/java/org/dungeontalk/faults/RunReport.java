package org.dungeontalk.faults;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.dungeontalk.faults.check.Checker;

/**
 * The outcome of a crowd's messages.
 *
 * @param receipts number of messages that got a receipt
 * @param verdicts the checker's, by room
 * @param troubles streams that could not be resumed, and permanently refused messages
 * @param gaps durations of interrupted streams after a lost connection, in nanoseconds, sorted
 * @param waits nanoseconds from a message's first attempt to its receipt, sorted
 * @param delays nanoseconds from a message's first attempt until its sender reads it, sorted
 */
record RunReport(
        int receipts,
        Map<String, Checker.Verdict> verdicts,
        List<String> troubles,
        List<Long> gaps,
        List<Long> waits,
        List<Long> delays) {

    boolean isClean() {
        return receipts > 0
                && troubles.isEmpty()
                && verdicts.values().stream().allMatch(Checker.Verdict::isClean);
    }

    /** All counts of the checker, on one line. */
    String counts() {
        return "%,d receipts: lost %d, duplicate %d, unseen %d, out of order %d, split order %d, unexpected %d, not resumed %d"
                .formatted(
                        receipts,
                        sum(Checker.Verdict::lost),
                        sum(Checker.Verdict::duplicate),
                        sum(Checker.Verdict::unseen),
                        sum(Checker.Verdict::outOfOrder),
                        sum(Checker.Verdict::splitOrder),
                        sum(Checker.Verdict::unexpected),
                        troubles.size());
    }

    /** A percentile of the gaps in seconds; 0 if no connection was lost. */
    double gapSeconds(int percent) {
        return gaps.isEmpty() ? 0 : gaps.get((gaps.size() - 1) * percent / 100) / 1e9;
    }

    /** The longest wait for a receipt in seconds; 0 if there was no receipt. */
    double longestWaitSeconds() {
        return longest(waits);
    }

    /** The longest time until a sender read its own message, in seconds; 0 if nobody did. */
    double longestDelaySeconds() {
        return longest(delays);
    }

    private static double longest(List<Long> sorted) {
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() - 1) / 1e9;
    }

    private int sum(Function<Checker.Verdict, Set<String>> part) {
        return verdicts.values().stream().map(part).mapToInt(Collection::size).sum();
    }
}
