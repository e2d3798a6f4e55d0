package org.dungeontalk.analytics.rollup;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dungeontalk.analytics.activity.Granularity;
import org.dungeontalk.analytics.activity.TimeRange;

/**
 * A timeline while its rows are read. The first column is the window's start, then the five counts.
 * It keeps players only for all windows together and for windows of several parts. Not thread-safe.
 */
final class TimelineReading {

    private static final int COUNTS = 5;

    private final Map<Instant, Sum> sums = new TreeMap<>();
    private final PlayerSet all = new PlayerSet();
    private final Map<Instant, Long> fresh = new HashMap<>();

    private static final class Sum {
        private final long[] counts = new long[COUNTS];
        private long whole;
        private PlayerSet parts;

        private PlayerSet parts() {
            parts = parts == null ? new PlayerSet() : parts;
            return parts;
        }

        private long players() {
            return parts == null ? whole : parts.count();
        }
    }

    /** The counts of a whole window, and its players as a set. */
    void whole(Row row) {
        PlayerSet players = new PlayerSet();
        players.merge(set(row));
        sum(row).whole = players.count();
        all.merge(set(row));
    }

    /** The counts of a part of a window, and its players as a set. */
    void part(Row row) {
        sum(row).parts().merge(set(row));
        all.merge(set(row));
    }

    /** The counts of a whole window, and its number of players. */
    void counted(Row row) {
        sum(row).whole = row.getLong(1 + COUNTS);
    }

    /** The counts of a part of a window, whose players come one by one. */
    void sums(Row row) {
        sum(row);
    }

    /** A player of a part of a window, or of all windows if the window is null. */
    void player(Row row) {
        all.add(row.getString(1));
        if (row.getValue(0) != null) {
            of(row).parts().add(row.getString(1));
        }
    }

    /** The number of new players of a window. */
    void fresh(Row row) {
        fresh.put(at(row), row.getLong(1));
    }

    /**
     * The numbers read.
     *
     * @param whole of all rooms, with the number of new players
     */
    Timeline timeline(TimeRange range, Granularity granularity, boolean whole) {
        List<Timeline.Window> windows = new ArrayList<>();
        sums.forEach((start, sum) -> windows.add(window(start, sum, whole)));
        return new Timeline(
                range.from(),
                range.to(),
                granularity.word(),
                all.count(),
                whole ? fresh.values().stream().mapToLong(n -> n).sum() : null,
                windows);
    }

    private Timeline.Window window(Instant start, Sum sum, boolean whole) {
        long players = sum.players();
        Long first = whole ? Math.min(players, fresh.getOrDefault(start, 0L)) : null;
        return new Timeline.Window(
                start,
                sum.counts[0],
                players,
                first,
                first == null ? null : players - first,
                sum.counts[1],
                sum.counts[2],
                sum.counts[3],
                sum.counts[4]);
    }

    private Sum sum(Row row) {
        Sum sum = of(row);
        for (int i = 0; i < COUNTS; i++) {
            sum.counts[i] += row.getLong(1 + i);
        }
        return sum;
    }

    private Sum of(Row row) {
        return sums.computeIfAbsent(at(row), start -> new Sum());
    }

    private static byte[] set(Row row) {
        return row.getBuffer(1 + COUNTS).getBytes();
    }

    private static Instant at(Row row) {
        return row.getOffsetDateTime(0).toInstant();
    }
}
