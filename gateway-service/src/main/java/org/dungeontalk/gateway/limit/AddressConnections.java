package org.dungeontalk.gateway.limit;

import java.util.concurrent.ConcurrentHashMap;

/**
 * How many connections each address holds. Thread-safe; holds a key only while it has a connection,
 * so it is bounded by the gateway's connections.
 */
final class AddressConnections {
    private final ConcurrentHashMap<String, Integer> held = new ConcurrentHashMap<>();

    /** Takes one of at most {@code most}; false if there is none left. */
    boolean take(String key, int most) {
        boolean[] taken = new boolean[1];
        held.compute(
                key,
                (k, count) -> {
                    int now = count == null ? 0 : count;
                    taken[0] = now < most;
                    return taken[0] ? Integer.valueOf(now + 1) : count;
                });
        return taken[0];
    }

    /** Gives one back that was taken. */
    void give(String key) {
        held.computeIfPresent(key, (k, count) -> count == 1 ? null : count - 1);
    }

    boolean full(String key, int most) {
        return held.getOrDefault(key, 0) >= most;
    }
}
