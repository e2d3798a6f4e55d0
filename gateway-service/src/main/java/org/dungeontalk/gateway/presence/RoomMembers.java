package org.dungeontalk.gateway.presence;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who is in a room, on all gateways together: each player once. Immutable.
 *
 * @param members by player id
 * @param capacity how many players the room holds; {@code null}: any number
 */
record RoomMembers(SortedMap<String, PresentMember> members, Integer capacity) {

    int count() {
        return members.size();
    }

    /** Whether the player may come in when the room holds so many: a seat is free, or is his. */
    boolean admits(String playerId, int most) {
        return members.size() < most || members.containsKey(playerId);
    }

    /** Collects the members of one room. For one thread. */
    static final class Builder {
        private final SortedMap<String, PresentMember> members = new TreeMap<>();
        private Integer capacity;

        /**
         * Adds a member. Of a player who is there twice the lesser nickname is shown, so that all
         * gateways show the same; of two capacities the smaller one holds.
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
         * @param configured the capacity of a room whose members' tokens say none; 0: any number
         */
        RoomMembers build(int configured) {
            Integer otherwise = configured > 0 ? Integer.valueOf(configured) : null;
            return new RoomMembers(
                    Collections.unmodifiableSortedMap(members),
                    capacity == null ? otherwise : capacity);
        }
    }
}
