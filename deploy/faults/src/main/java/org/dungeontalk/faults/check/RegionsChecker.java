package org.dungeontalk.faults.check;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Judges rooms that have players in several regions. The {@link Checker} judges each region alone:
 * it must store every message of any region, and all its members must read it once, in one order.
 * Orders may differ between regions, but not among messages sent in the same region.
 *
 * @param history a history that does not change any more
 */
public record RegionsChecker(History history) {

    /** The checker's verdict on each region. */
    public Map<String, Verdict> check() {
        Map<String, Verdict> verdicts = new TreeMap<>();
        for (String region : history.regions()) {
            verdicts.put(region, new Checker(history).check(region));
        }
        return verdicts;
    }

    /** Messages whose position among those of their own region differs in another region. */
    public Set<String> moved() {
        Set<String> moved = new LinkedHashSet<>();
        for (RoomHistory room : history.rooms()) {
            for (String home : history.regions()) {
                OriginOrder order = new OriginOrder(room.sentIn(home));
                for (String away : history.regions()) {
                    moved.addAll(order.moved(room.storedIds(home), room.storedIds(away)));
                }
            }
        }
        return moved;
    }
}
