package org.dungeontalk.persistence.ingest;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Counts the bytes that were read and are not stored yet, and says which partitions to pause. A
 * partition that holds half of the bound is paused until it holds a quarter. All partitions are
 * paused when the bound is reached, until half of it is free. One partition counts as half of the
 * bound at most, however much it holds, so that a stuck partition leaves room for the others. Not
 * thread-safe.
 */
final class InFlightBytes {

    private final long bound;
    private final Map<Integer, Long> bytes = new HashMap<>();
    private final Set<Integer> held = new HashSet<>();
    private long load;
    private boolean full;

    /**
     * @param held partitions to be paused
     * @param all whether all are to be paused
     */
    record Paused(Set<Integer> held, boolean all) {}

    InFlightBytes(long bound) {
        this.bound = bound;
    }

    /** Whether something is to be paused for it. */
    boolean add(int partition, long weight) {
        long now = change(partition, weight);
        if (now >= bound / 2) {
            held.add(partition);
        }
        full |= load >= bound;
        return full || held.contains(partition);
    }

    /** Whether something may go on for it. */
    boolean remove(int partition, long weight) {
        long now = change(partition, -weight);
        boolean freed = now <= bound / 4 && held.remove(partition);
        if (full && load <= bound / 2) {
            full = false;
            freed = true;
        }
        return freed;
    }

    Paused paused() {
        return new Paused(Set.copyOf(held), full);
    }

    private long change(int partition, long weight) {
        long before = bytes.getOrDefault(partition, 0L);
        long now = before + weight;
        load += Math.min(now, bound / 2) - Math.min(before, bound / 2);
        if (now == 0) {
            bytes.remove(partition);
        } else {
            bytes.put(partition, now);
        }
        return now;
    }
}
