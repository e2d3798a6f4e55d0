package org.dungeontalk.gateway.limit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections of each player. The newest always comes in: of more than the bound the one that
 * was silent longest gives its place, which is a dead one where there is any. Thread-safe; holds a
 * player only while it has a connection, so it is bounded by the gateway's connections.
 */
final class PlayerConnections {
    private final ConcurrentHashMap<String, List<PlayerConnection>> held =
            new ConcurrentHashMap<>();

    /** Takes a place; answers who has to give one for it. */
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

    /** The connection is gone; nothing happens if it gave its place before. */
    void give(String player, PlayerConnection connection) {
        held.computeIfPresent(
                player,
                (id, places) -> {
                    places.remove(connection);
                    return places.isEmpty() ? null : places;
                });
    }

    /** Players that have a connection. */
    int size() {
        return held.size();
    }

    private static PlayerConnection silentLongest(List<PlayerConnection> places) {
        return places.stream()
                .min(Comparator.comparingLong(PlayerConnection::lastHeard))
                .orElseThrow();
    }
}
