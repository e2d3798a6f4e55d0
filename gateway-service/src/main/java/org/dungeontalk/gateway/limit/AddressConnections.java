package org.dungeontalk.gateway.limit;

import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the connections of each address. Thread-safe. It holds a key only while the key has a
 * connection, so the gateway's connections bound it.
 */
final class AddressConnections {
    private final ConcurrentHashMap<String, Integer> held = new ConcurrentHashMap<>();

    /** Counts one more connection; false if the address has {@code most} already. */
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

    /** Counts one connection less. */
    void give(String key) {
        held.computeIfPresent(key, (k, count) -> count == 1 ? null : count - 1);
    }

    boolean full(String key, int most) {
        return held.getOrDefault(key, 0) >= most;
    }
}
