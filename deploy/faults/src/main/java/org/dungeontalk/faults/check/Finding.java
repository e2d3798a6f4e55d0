package org.dungeontalk.faults.check;

/**
 * The cases of one violation.
 *
 * @param count number of messages, or of players, or of missing or surplus counts
 * @param first the earliest case
 */
public record Finding(long count, Evidence first) {

    /** The cases of both. */
    Finding and(Finding other) {
        return new Finding(
                count + other.count, other.first.at() < first.at() ? other.first : first);
    }
}
