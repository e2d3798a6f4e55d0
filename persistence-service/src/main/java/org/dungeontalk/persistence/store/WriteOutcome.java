package org.dungeontalk.persistence.store;

import java.util.ArrayList;
import java.util.List;
import org.dungeontalk.persistence.log.LogRow;

/**
 * What became of a batch's rows, each counted once.
 *
 * @param stored rows that are new
 * @param duplicates rows whose message was there before
 * @param refused rows that the database can't hold
 */
public record WriteOutcome(int stored, int duplicates, List<Refused> refused) {

    /** Nothing was to be written. */
    public static final WriteOutcome NOTHING = new WriteOutcome(0, 0, List.of());

    /** A row and the database's reason against it. */
    public record Refused(LogRow row, String reason) {}

    public WriteOutcome plus(WriteOutcome other) {
        List<Refused> all = new ArrayList<>(refused);
        all.addAll(other.refused);
        return new WriteOutcome(stored + other.stored, duplicates + other.duplicates, all);
    }
}
