package org.dungeontalk.faults.search;

import java.util.List;
import org.dungeontalk.faults.check.Verdict;

/**
 * The outcome of a run.
 *
 * @param verdict the checker's
 * @param accepted whether any message was
 * @param told what happened, on one line
 * @param finds everything else that must not be, one sentence each
 */
public record SearchReport(Verdict verdict, boolean accepted, String told, List<String> finds) {

    /** Unmodifiable. */
    public SearchReport {
        finds = List.copyOf(finds);
    }

    /** Whether nothing was found, and messages were accepted at all. */
    public boolean isClean() {
        return accepted && finds.isEmpty() && verdict.isClean();
    }

    /** The counts on one line, and below it what was found. */
    public String text() {
        return "%s; %s%s%s"
                .formatted(
                        verdict.counts(),
                        told,
                        verdict.firstCases(),
                        String.join("", finds.stream().map(find -> "\n  " + find).toList()));
    }
}
