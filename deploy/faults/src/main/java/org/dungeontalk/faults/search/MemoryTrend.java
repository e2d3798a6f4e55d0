package org.dungeontalk.faults.search;

import java.util.List;
import java.util.Optional;

/**
 * How the memory of a process changed: the median of the first third of its samples after the
 * warm-up, and that of the last third.
 *
 * @param before MiB
 * @param after MiB
 */
record MemoryTrend(long before, long after) {

    /** Samples of the warm-up: three minutes, in which a JVM fills its heap for the first time. */
    static final int WARM_UP = 18;

    /** Fewer samples after the warm-up say nothing: five minutes. */
    static final int FEWEST = 30;

    private static final double MOST_GROWTH = 1.1;

    /**
     * @param samples MiB, every ten seconds since the start of the process
     * @return empty if the process did not run long enough
     */
    static Optional<MemoryTrend> of(List<Long> samples) {
        int count = samples.size() - WARM_UP;
        if (count < FEWEST) {
            return Optional.empty();
        }
        List<Long> judged = samples.subList(WARM_UP, samples.size());
        int third = count / 3;
        return Optional.of(
                new MemoryTrend(
                        median(judged.subList(0, third)),
                        median(judged.subList(count - third, count))));
    }

    /** Whether it grew by more than ten percent. */
    boolean isGrowing() {
        return after > before * MOST_GROWTH;
    }

    @Override
    public String toString() {
        return before + " -> " + after;
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
