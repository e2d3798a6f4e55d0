package org.dungeontalk.faults.check;

import java.util.Optional;

/**
 * Judges the history of a run by the guarantees: see {@link Violation} for its words. It needs a
 * run that has come to rest: all attempts are answered, everything in the log is delivered, stored
 * and counted. Takes time and memory in proportion to the events, and judges one room after the
 * other.
 *
 * @param history a history that does not change any more
 */
public record Checker(History history) {

    /** Judges a run with one region. */
    public Verdict check() {
        return check(History.ONLY_REGION);
    }

    /**
     * Judges a region: its players must read, and it must store and count, what the players of all
     * regions sent.
     */
    public Verdict check(String region) {
        Optional<History.Counts> counts = history.counts(region);
        CountsCheck countsCheck = new CountsCheck();
        Verdict verdict = Verdict.CLEAN;
        for (RoomHistory room : history.rooms()) {
            RoomCheck check = new RoomCheck(room, region, history.isLogCut());
            verdict = verdict.and(check.check());
            if (counts.isPresent()) {
                countsCheck.add(check.messages());
            }
        }
        return counts.isPresent() ? verdict.and(countsCheck.check(counts.get())) : verdict;
    }
}
