package org.dungeontalk.gateway.limit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections of each player. The newest is always accepted. Past the bound it replaces the one
 * that was silent longest: a dead one, if there is any. Thread-safe. It holds a player only while
 * they have a connection, so the gateway's connections bound it.
 */
final class PlayerConnections {
    private final ConcurrentHashMap<String, List<PlayerConnection>> held =
            new ConcurrentHashMap<>();

    /** Adds a connection; returns the one that it replaces. */
    Optional<PlayerConnection> take(String player, PlayerConnection newest, int most) {
        List<PlayerConnection> leaving = new ArrayList<>(1);
        held.compute(
                player,
                (id, places) -> {
                    List<PlayerConnection> all = places == null ? new ArrayList<>(1) : places;
                    if (all.size() >= most) {
                        leaving.add(silentLongest(all));
                        all.removeAll(leaving);
                    }
                    all.add(newest);
                    return all;
                });
        return leaving.stream().findFirst();
    }

    /** The connection has ended; does nothing if it was replaced before. */
    void give(String player, PlayerConnection connection) {
        held.computeIfPresent(
                player,
                (id, places) -> {
                    places.remove(connection);
                    return places.isEmpty() ? null : places;
                });
    }

    /** Players with a connection. */
    int size() {
        return held.size();
    }

    private static PlayerConnection silentLongest(List<PlayerConnection> places) {
        return places.stream()
                .min(Comparator.comparingLong(PlayerConnection::lastHeard))
                .orElseThrow();
    }
}
