package org.dungeontalk.persistence.ingest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/**
 * Records that were read and wait to be written, by partition. A partition whose records are being
 * written gives no further ones until those are done, so each partition is written in its order.
 *
 * <p>Has no bound; the caller bounds it. Not thread-safe.
 */
final class PartitionQueue<T> {

    private final Map<Integer, Queue<T>> waiting = new LinkedHashMap<>();
    private final Set<Integer> taken = new HashSet<>();

    /** Entries that are written together. */
    record Group<T>(Set<Integer> partitions, List<T> entries) {}

    void add(int partition, T entry) {
        waiting.computeIfAbsent(partition, none -> new ArrayDeque<>()).add(entry);
    }

    /**
     * Takes entries, from the partition that waits longest first. Empty if there are none, or if
     * all partitions that have some are being written.
     *
     * @param most entries of the group
     */
    Group<T> take(int most) {
        Set<Integer> partitions = new HashSet<>();
        List<T> entries = new ArrayList<>();
        for (int partition : List.copyOf(waiting.keySet())) {
            if (entries.size() == most) {
                break;
            }
            if (taken.add(partition)) {
                partitions.add(partition);
                drain(partition, most, entries);
            }
        }
        return new Group<>(partitions, entries);
    }

    private void drain(int partition, int most, List<T> entries) {
        Queue<T> queue = waiting.remove(partition);
        while (!queue.isEmpty() && entries.size() < most) {
            entries.add(queue.remove());
        }
        if (!queue.isEmpty()) {
            waiting.put(partition, queue);
        }
    }

    /** Releases the partitions of a group. */
    void done(Collection<Integer> partitions) {
        taken.removeAll(partitions);
    }
}
