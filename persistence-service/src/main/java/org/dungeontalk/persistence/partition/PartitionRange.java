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
 * @param upto the first instant that is no more its own
 */
record PartitionRange(Instant from, Instant upto) {

    /**
     * How far a message's id may lie from the present, and a day more: gateways take ids of clients
     * that are up to 24 h off.
     */
    static final Duration SLACK = Duration.ofDays(2);

    /**
     * The ranges that are missing for ids from now to {@code ahead}. Without any partition they
     * begin a little before now; else where the last one ends, whatever its length is.
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
