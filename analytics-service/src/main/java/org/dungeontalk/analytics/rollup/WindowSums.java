package org.dungeontalk.analytics.rollup;

import io.vertx.mutiny.sqlclient.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The sums of a window: per room, per kind (room empty) and over all. Not thread-safe. */
final class WindowSums {

    /** The key of a sum. */
    record Key(String kind, String roomId) {}

    /** Messages, joins, leaves, whispers and turns, and the senders. */
    record Sum(long[] counts, PlayerSet players) {}

    private static final int COUNTS = 5;

    private final Map<Key, Sum> sums = new HashMap<>();

    /**
     * Adds a row: kind, room, the five counts, and one player (of an hour's minutes) or the players
     * of an hour (of a day).
     */
    void add(Row row, boolean ofMinutes) {
        String kind = row.getString(0);
        String room = row.getString(1);
        if (ofMinutes) {
            String player = row.getString(2 + COUNTS);
            for (Key key : List.of(new Key(kind, room), new Key(kind, ""), new Key("", ""))) {
                add(key, row).players().add(player);
            }
        } else {
            add(new Key(kind, room), row).players().merge(row.getBuffer(2 + COUNTS).getBytes());
        }
    }

    private Sum add(Key key, Row row) {
        Sum sum = sums.computeIfAbsent(key, fresh -> new Sum(new long[COUNTS], new PlayerSet()));
        for (int i = 0; i < COUNTS; i++) {
            sum.counts()[i] += row.getLong(2 + i);
        }
        return sum;
    }

    Set<Map.Entry<Key, Sum>> rows() {
        return sums.entrySet();
    }
}
