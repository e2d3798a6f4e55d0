package org.dungeontalk.persistence.store;

import java.util.ArrayList;
import java.util.List;
import org.dungeontalk.persistence.log.LogRow;

/**
 * The result of writing a batch; each row is counted once.
 *
 * @param stored rows that are new
 * @param duplicates rows whose message was stored before
 * @param refused rows that PostgreSQL refuses
 */
public record WriteOutcome(int stored, int duplicates, List<Refused> refused) {

    /** The result of an empty batch. */
    public static final WriteOutcome NOTHING = new WriteOutcome(0, 0, List.of());

    /** A refused row and the reason of PostgreSQL. */
    public record Refused(LogRow row, String reason) {}

    public WriteOutcome plus(WriteOutcome other) {
        List<Refused> all = new ArrayList<>(refused);
        all.addAll(other.refused);
        return new WriteOutcome(stored + other.stored, duplicates + other.duplicates, all);
    }
}
