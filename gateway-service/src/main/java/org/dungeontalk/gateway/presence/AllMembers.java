package org.dungeontalk.gateway.presence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.dungeontalk.gateway.room.RoomKey;

/**
 * The memberships of all gateways as the topic holds them, this gateway's own among them. Written
 * by one thread, read by any. Memory: about 400 bytes a membership.
 */
final class AllMembers {
    private final ConcurrentHashMap<RoomKey, Map<Membership, PresentMember>> rooms =
            new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();

    void put(Membership membership, PresentMember member) {
        if (rooms.computeIfAbsent(membership.room(), r -> new ConcurrentHashMap<>(4))
                        .put(membership, member)
                == null) {
            size.incrementAndGet();
        }
    }

    void remove(Membership membership) {
        Map<Membership, PresentMember> room = rooms.get(membership.room());
        if (room != null && room.remove(membership) != null) {
            size.decrementAndGet();
            if (room.isEmpty()) {
                rooms.remove(membership.room());
            }
        }
    }

    void clear() {
        rooms.clear();
        size.set(0);
    }

    /** The memberships of a room; a live view. */
    Map<Membership, PresentMember> room(RoomKey room) {
        return rooms.getOrDefault(room, Map.of());
    }

    /** The memberships of a gateway. Looks at all rooms: for when one came or went. */
    List<Membership> of(String gateway) {
        List<Membership> memberships = new ArrayList<>();
        rooms.values()
                .forEach(
                        room ->
                                room.keySet().stream()
                                        .filter(membership -> membership.gateway().equals(gateway))
                                        .forEach(memberships::add));
        return memberships;
    }

    /** Rooms with a member on any gateway. */
    int rooms() {
        return rooms.size();
    }

    /** Seats of all gateways. */
    int size() {
        return size.get();
    }
}
