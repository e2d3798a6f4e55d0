package org.dungeontalk.persistence.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A part of one partition that is to be read again.
 *
 * @param from first offset
 * @param upto the offset behind the last one
 */
record Stretch(int partition, long from, long upto) {

    /**
     * What lies between the asked offsets and what the group has committed; nothing of a partition
     * that has nothing there.
     *
     * @param asked first offsets; -1 where nothing is asked for
     * @param earliest first offsets that the log still has
     * @param committed what the group has read; the live stream reads what follows
     */
    static List<Stretch> of(
            Map<Integer, Long> asked, Map<Integer, Long> earliest, Map<Integer, Long> committed) {
        List<Stretch> stretches = new ArrayList<>();
        for (Map.Entry<Integer, Long> it : asked.entrySet()) {
            int partition = it.getKey();
            long from = Math.max(it.getValue(), earliest.getOrDefault(partition, 0L));
            long upto = committed.getOrDefault(partition, 0L);
            if (it.getValue() >= 0 && from < upto) {
                stretches.add(new Stretch(partition, from, upto));
            }
        }
        return stretches;
    }
}
