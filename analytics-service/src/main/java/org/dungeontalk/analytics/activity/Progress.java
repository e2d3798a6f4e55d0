package org.dungeontalk.analytics.activity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far the log is counted: per partition the first offset that is not.
 *
 * <p>Immutable. A partition that isn't in it stands at 0.
 */
public record Progress(Map<Integer, Long> nextOffsets) {

    /** Makes the map unmodifiable. */
    public Progress {
        nextOffsets = Map.copyOf(nextOffsets);
    }

    /** Whether the record at this place is counted, or given up, already. */
    public boolean isPast(int partition, long offset) {
        return offset < nextOffsets.getOrDefault(partition, 0L);
    }

    /** The progress once these entries are counted too. It never goes back. */
    public Progress after(List<Entry> entries) {
        Map<Integer, Long> next = new HashMap<>(nextOffsets);
        for (Entry entry : entries) {
            next.merge(entry.partition(), entry.offset() + 1, Math::max);
        }
        return new Progress(next);
    }
}
