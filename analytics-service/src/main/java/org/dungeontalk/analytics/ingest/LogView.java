package org.dungeontalk.analytics.ingest;

import java.util.Map;
import java.util.TreeMap;
import org.dungeontalk.analytics.architecture.FrameworkFree;

/**
 * The log as the brokers described it.
 *
 * @param epoch the first 8 hex digits of the topic's id
 * @param askedAt when they were asked, in milliseconds: earlier records are before the ends
 * @param ends the first unwritten offset of each partition
 * @param stable the offset up to which each partition can be read: open transactions are behind it
 */
@FrameworkFree
public record LogView(
        String epoch, long askedAt, Map<Integer, Long> ends, Map<Integer, Long> stable) {

    /** Assumed age of a broker's answer, in milliseconds. */
    private static final long ANSWER_AGE = 1_000;

    /** How many partitions there are. */
    public int partitions() {
        return ends.size();
    }

    /**
     * The time up to which a partition is complete. If all records before its end are counted, that
     * is when the brokers were asked for the end, however long ago. Otherwise the partition's own
     * messages decide.
     *
     * @param reached the first offset that is not yet counted
     * @param watermark event time that has passed for counted records
     */
    long completeUntil(int partition, long reached, long watermark) {
        Long end = ends.get(partition);
        return end != null && reached >= end
                ? askedAt - ANSWER_AGE
                : Math.min(watermark, askedAt - ANSWER_AGE);
    }

    /** Records of each partition that an open transaction blocks. */
    public Map<Integer, Long> held() {
        Map<Integer, Long> held = new TreeMap<>();
        ends.forEach(
                (partition, end) -> {
                    long behind = end - stable.getOrDefault(partition, end);
                    if (behind > 0) {
                        held.put(partition, behind);
                    }
                });
        return held;
    }
}
