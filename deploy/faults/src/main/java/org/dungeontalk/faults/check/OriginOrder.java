package org.dungeontalk.faults.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Compares the order of one region's own messages in its own log with their order in another
 * region's log, where other messages lie between them.
 *
 * @param said ids of the messages that were sent in the region
 */
public record OriginOrder(Set<String> said) {

    public OriginOrder {
        said = Set.copyOf(said);
    }

    /**
     * The messages with another position abroad.
     *
     * @param home ids in the order of the region's own log
     * @param abroad ids in the order of the other region's
     */
    public Set<String> moved(List<String> home, List<String> abroad) {
        List<String> here = home.stream().filter(said::contains).toList();
        List<String> there = abroad.stream().filter(said::contains).toList();
        Set<String> moved = new LinkedHashSet<>();
        for (int at = 0; at < Math.max(here.size(), there.size()); at++) {
            if (at >= here.size() || at >= there.size() || !here.get(at).equals(there.get(at))) {
                moved.add(at < there.size() ? there.get(at) : here.get(at));
            }
        }
        return moved;
    }
}
