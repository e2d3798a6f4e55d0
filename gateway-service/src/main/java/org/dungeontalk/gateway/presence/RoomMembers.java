package org.dungeontalk.gateway.presence;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The members of a room over all gateways, each player once. Immutable.
 *
 * @param members by player id
 * @param capacity how many players the room holds; {@code null}: any number
 */
record RoomMembers(SortedMap<String, PresentMember> members, Integer capacity) {

    int count() {
        return members.size();
    }

    /**
     * Whether the player may enter at this capacity: a place is free, or the player is in already.
     */
    boolean admits(String playerId, int most) {
        return members.size() < most || members.containsKey(playerId);
    }

    /** Collects the members of one room. Not thread-safe. */
    static final class Builder {
        private final SortedMap<String, PresentMember> members = new TreeMap<>();
        private Integer capacity;

        /**
         * Adds a member. If a player is added twice, the lesser nickname counts, so that all
         * gateways show the same one. Of several capacities the smallest counts.
         */
        void add(PresentMember member) {
            members.merge(
                    member.id(),
                    member,
                    (a, b) -> a.nickname().compareTo(b.nickname()) <= 0 ? a : b);
            Integer said = member.capacity();
            if (said != null && (capacity == null || said < capacity)) {
                capacity = said;
            }
        }

        /**
         * @param configured the capacity if no member's token has one; 0: any number
         */
        RoomMembers build(int configured) {
            Integer otherwise = configured > 0 ? Integer.valueOf(configured) : null;
            return new RoomMembers(
                    Collections.unmodifiableSortedMap(members),
                    capacity == null ? otherwise : capacity);
        }
    }
}
