package org.dungeontalk.gateway.presence;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides which of the other gateways are alive. It measures time in this gateway's own
 * heart-beats, as they come back from the topic. While Kafka is away no heart-beat comes back, so
 * no gateway is considered dead for that reason. Written by one thread; any thread may call {@link
 * #silent}.
 */
final class GatewayLiveness {
    /** A gateway is considered dead after this many own heart-beats without a record of it. */
    static final int MISSED = 4;

    private final String own;
    private final Map<String, Integer> heardAt = new ConcurrentHashMap<>();
    private final Set<String> silent = ConcurrentHashMap.newKeySet();
    private int beats;

    GatewayLiveness(String own) {
        this.own = own;
    }

    /**
     * A record of the gateway was read; true if it was considered dead, so its members are back.
     */
    boolean heard(String gateway) {
        heardAt.put(gateway, beats);
        return silent.remove(gateway);
    }

    /** An own heart-beat was read; returns the gateways that are considered dead from now on. */
    List<String> ownBeat() {
        beats++;
        return heardAt.entrySet().stream()
                .filter(g -> beats - g.getValue() >= MISSED && silent.add(g.getKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The topic holds no record of the gateway any more. */
    void forget(String gateway) {
        heardAt.remove(gateway);
        silent.remove(gateway);
    }

    void clear() {
        heardAt.clear();
        silent.clear();
    }

    /** Whether the gateway is considered dead, so that its members do not count. */
    boolean silent(String gateway) {
        return silent.contains(gateway);
    }

    /**
     * The dead gateways that this one must remove; only the live gateway with the lowest id does.
     */
    Set<String> toRemove() {
        boolean first =
                heardAt.keySet().stream()
                        .filter(g -> !silent.contains(g))
                        .allMatch(g -> own.compareTo(g) < 0);
        return first ? Set.copyOf(silent) : Set.of();
    }

    /** Number of live gateways, including this one. */
    int alive() {
        return 1 + heardAt.size() - silent.size();
    }
}
