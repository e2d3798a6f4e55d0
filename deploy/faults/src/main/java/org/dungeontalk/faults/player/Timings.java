package org.dungeontalk.faults.player;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * The times of players, in nanoseconds.
 *
 * @param gaps durations of interrupted streams after a lost connection
 * @param waits from a message's first attempt to its receipt
 * @param delays from a message's first attempt until its sender reads it
 */
public record Timings(List<Long> gaps, List<Long> waits, List<Long> delays) {

    /** The times of all, sorted. */
    public static Timings of(Collection<Timings> players) {
        return new Timings(
                sorted(players, Timings::gaps),
                sorted(players, Timings::waits),
                sorted(players, Timings::delays));
    }

    /** A percentile of the sorted gaps in seconds; 0 if no connection was lost. */
    public double gapSeconds(int percent) {
        return gaps.isEmpty() ? 0 : gaps.get((gaps.size() - 1) * percent / 100) / 1e9;
    }

    private static List<Long> sorted(
            Collection<Timings> players, Function<Timings, List<Long>> part) {
        return players.stream().flatMap(times -> part.apply(times).stream()).sorted().toList();
    }
}
