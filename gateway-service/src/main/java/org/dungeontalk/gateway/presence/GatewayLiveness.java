package org.dungeontalk.gateway.presence;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which of the other gateways live. Time is counted in this gateway's own heart-beats as they come
 * back from the topic: while Kafka is away no beat comes back, so nobody is taken for dead because
 * of it. Written by one thread; {@link #silent} may be asked on any.
 */
final class GatewayLiveness {
    /** Own heart-beats read since a gateway's last record, after which it is taken for dead. */
    static final int MISSED = 4;

    private final String own;
    private final Map<String, Integer> heardAt = new ConcurrentHashMap<>();
    private final Set<String> silent = ConcurrentHashMap.newKeySet();
    private int beats;

    GatewayLiveness(String own) {
        this.own = own;
    }

    /** A record of that gateway was read; true if it was taken for dead: its members are back. */
    boolean heard(String gateway) {
        heardAt.put(gateway, beats);
        return silent.remove(gateway);
    }

    /** One of our own heart-beats was read; answers who is taken for dead from now on. */
    List<String> ownBeat() {
        beats++;
        return heardAt.entrySet().stream()
                .filter(g -> beats - g.getValue() >= MISSED && silent.add(g.getKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Nothing of that gateway is left in the topic. */
    void forget(String gateway) {
        heardAt.remove(gateway);
        silent.remove(gateway);
    }

    void clear() {
        heardAt.clear();
        silent.clear();
    }

    /** Whether that gateway is taken for dead: its members count no longer. */
    boolean silent(String gateway) {
        return silent.contains(gateway);
    }

    /** The dead ones that are ours to tidy away: the first of the living, by id, does it. */
    Set<String> toRemove() {
        boolean first =
                heardAt.keySet().stream()
                        .filter(g -> !silent.contains(g))
                        .allMatch(g -> own.compareTo(g) < 0);
        return first ? Set.copyOf(silent) : Set.of();
    }

    /** How many live, this one among them. */
    int alive() {
        return 1 + heardAt.size() - silent.size();
    }
}
