package org.dungeontalk.analytics.ingest;

import java.util.Map;
import java.util.TreeMap;
import org.dungeontalk.analytics.architecture.FrameworkFree;

/**
 * The log as the brokers described it.
 *
 * @param epoch the first 8 hex digits of the topic's id
 * @param askedAt when they were asked, in milliseconds: what was written before is before the ends
 * @param ends of each partition, the first offset that isn't written yet
 * @param stable of each partition, up to where it can be read: open transactions end before
 */
@FrameworkFree
public record LogView(
        String epoch, long askedAt, Map<Integer, Long> ends, Map<Integer, Long> stable) {

    /** How much older than its question an answer of the brokers is taken to be. */
    private static final long ANSWER_AGE = 1_000;

    /** How many partitions there are. */
    public int partitions() {
        return ends.size();
    }

    /**
     * Up to when a partition is complete: the moment at which the brokers were asked where it ends
     * if all of that is counted, however long ago that was; else only as far as its own messages
     * say.
     *
     * @param reached the first offset that isn't counted
     * @param watermark event time that is over for what is counted
     */
    long completeUntil(int partition, long reached, long watermark) {
        Long end = ends.get(partition);
        return end != null && reached >= end
                ? askedAt - ANSWER_AGE
                : Math.min(watermark, askedAt - ANSWER_AGE);
    }

    /** Records of each partition that an open transaction keeps from being read. */
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
