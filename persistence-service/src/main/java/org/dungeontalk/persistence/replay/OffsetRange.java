package org.dungeontalk.persistence.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The offsets of one partition that a replay reads.
 *
 * @param from first offset
 * @param upto the offset after the last one
 */
record OffsetRange(int partition, long from, long upto) {

    /**
     * The ranges from the requested offsets to the committed ones. A partition with an empty range
     * is left out.
     *
     * @param asked first offsets; -1 for a partition that is not requested
     * @param earliest first offsets that the log still has
     * @param committed committed offsets of the group; the live stream reads what follows
     */
    static List<OffsetRange> of(
            Map<Integer, Long> asked, Map<Integer, Long> earliest, Map<Integer, Long> committed) {
        List<OffsetRange> ranges = new ArrayList<>();
        for (Map.Entry<Integer, Long> it : asked.entrySet()) {
            int partition = it.getKey();
            long from = Math.max(it.getValue(), earliest.getOrDefault(partition, 0L));
            long upto = committed.getOrDefault(partition, 0L);
            if (it.getValue() >= 0 && from < upto) {
                ranges.add(new OffsetRange(partition, from, upto));
            }
        }
        return ranges;
    }
}
