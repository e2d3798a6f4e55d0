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
 * What was read and waits to be written, by partition. A partition whose records were taken gives
 * no more until they are done: so partitions are written side by side, and each in its order.
 *
 * <p>Unbounded by itself; who adds sees to the bound. Not safe for several threads.
 */
final class PartitionQueue<T> {

    private final Map<Integer, Queue<T>> waiting = new LinkedHashMap<>();
    private final Set<Integer> taken = new HashSet<>();

    /** What was taken together. */
    record Group<T>(Set<Integer> partitions, List<T> entries) {}

    void add(int partition, T entry) {
        waiting.computeIfAbsent(partition, none -> new ArrayDeque<>()).add(entry);
    }

    /**
     * What is there now, the longest waiting partitions first; no entries if there is nothing or
     * all partitions that have some are under way.
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

    /** Gives the partitions of a group free. */
    void done(Collection<Integer> partitions) {
        taken.removeAll(partitions);
    }
}
