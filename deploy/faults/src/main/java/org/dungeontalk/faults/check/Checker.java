package org.dungeontalk.faults.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares what was sent, read and stored in one room, with Jepsen's words. Messages are known by
 * their ids.
 *
 * <ul>
 *   <li>lost: its sender got a receipt, but it is not stored, or nobody read it
 *   <li>duplicate: a member read it more than once, or it is stored more than once
 *   <li>unseen: its sender got a receipt, others read it, one member did not
 *   <li>out of order: a member read it before one that is stored before it
 *   <li>split order: two members read it at different places
 *   <li>unexpected: read or stored, but nobody has sent it
 * </ul>
 */
public final class Checker {

    private final Set<String> sent;
    private final Set<String> receipts;
    private final Map<String, List<String>> read;
    private final List<String> stored;

    /**
     * @param sent ids of all messages that left a player, answered or not
     * @param receipts ids of those that got a receipt
     * @param read for each member the ids in the order of arrival
     * @param stored the ids in the order of the log
     */
    public Checker(
            Set<String> sent,
            Set<String> receipts,
            Map<String, List<String>> read,
            List<String> stored) {
        this.sent = Set.copyOf(sent);
        this.receipts = Set.copyOf(receipts);
        this.read = Map.copyOf(read);
        this.stored = List.copyOf(stored);
    }

    /** The faults found. All sets are empty if there are none. */
    public record Verdict(
            Set<String> lost,
            Set<String> duplicate,
            Set<String> unseen,
            Set<String> outOfOrder,
            Set<String> splitOrder,
            Set<String> unexpected) {

        public boolean isClean() {
            return lost.isEmpty()
                    && duplicate.isEmpty()
                    && unseen.isEmpty()
                    && outOfOrder.isEmpty()
                    && splitOrder.isEmpty()
                    && unexpected.isEmpty();
        }
    }

    /** Compares. */
    public Verdict check() {
        Set<String> storedOnce = new HashSet<>(stored);
        Set<String> readByAny = new HashSet<>();
        read.values().forEach(readByAny::addAll);
        Set<String> lost = new LinkedHashSet<>();
        Set<String> unseen = new LinkedHashSet<>();
        for (String id : receipts) {
            if (!storedOnce.contains(id) || !readByAny.contains(id)) {
                lost.add(id);
            } else if (read.values().stream().anyMatch(seen -> !seen.contains(id))) {
                unseen.add(id);
            }
        }
        Set<String> unexpected = new LinkedHashSet<>(storedOnce);
        unexpected.addAll(readByAny);
        unexpected.removeAll(sent);
        return new Verdict(lost, duplicates(), unseen, outOfOrder(), splitOrder(), unexpected);
    }

    private Set<String> duplicates() {
        Set<String> twice = new LinkedHashSet<>(twiceIn(stored));
        read.values().forEach(seen -> twice.addAll(twiceIn(seen)));
        return twice;
    }

    private static Set<String> twiceIn(List<String> ids) {
        Set<String> once = new HashSet<>();
        Set<String> twice = new LinkedHashSet<>();
        ids.stream().filter(id -> !once.add(id)).forEach(twice::add);
        return twice;
    }

    private Set<String> outOfOrder() {
        Map<String, Integer> place = new HashMap<>();
        stored.forEach(id -> place.putIfAbsent(id, place.size()));
        Set<String> wrong = new LinkedHashSet<>();
        for (List<String> seen : read.values()) {
            int last = -1;
            for (String id : seen) {
                int here = place.getOrDefault(id, last);
                if (here < last) {
                    wrong.add(id);
                }
                last = Math.max(last, here);
            }
        }
        return wrong;
    }

    /** Compares every member with the first one, over the messages that both have read. */
    private Set<String> splitOrder() {
        Set<String> split = new LinkedHashSet<>();
        List<List<String>> orders = new ArrayList<>(read.values());
        for (int i = 1; i < orders.size(); i++) {
            List<String> first = common(orders.get(0), orders.get(i));
            List<String> other = common(orders.get(i), orders.get(0));
            for (int at = 0; at < Math.min(first.size(), other.size()); at++) {
                if (!first.get(at).equals(other.get(at))) {
                    split.add(other.get(at));
                }
            }
        }
        return split;
    }

    private static List<String> common(List<String> ids, List<String> others) {
        Set<String> both = new LinkedHashSet<>(ids);
        both.retainAll(new HashSet<>(others));
        return List.copyOf(both);
    }
}
