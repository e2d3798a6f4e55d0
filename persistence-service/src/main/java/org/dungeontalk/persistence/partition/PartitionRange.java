package org.dungeontalk.persistence.partition;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.dungeontalk.persistence.config.PartitionLength;

/**
 * The range of time that one partition holds.
 *
 * @param from its first instant
 * @param upto the first instant after it
 */
record PartitionRange(Instant from, Instant upto) {

    /**
     * The largest difference between the time in a message's id and now, plus a day: gateways
     * accept ids of clients that differ by up to 24 h.
     */
    static final Duration SLACK = Duration.ofDays(2);

    /**
     * The ranges that are missing from now to {@code ahead}. They begin where the newest partition
     * ends; without any partition, {@link #SLACK} before now.
     *
     * @param newest end of the newest partition, null if there is none
     */
    static List<PartitionRange> missing(
            Instant newest, Instant now, Duration ahead, PartitionLength length) {
        List<PartitionRange> missing = new ArrayList<>();
        Instant earliest = length.startOf(now.minus(SLACK));
        Instant from = newest == null || newest.isBefore(earliest) ? earliest : newest;
        while (from.isBefore(now.plus(ahead))) {
            Instant upto = length.endOf(from);
            missing.add(new PartitionRange(from, upto));
            from = upto;
        }
        return missing;
    }
}
