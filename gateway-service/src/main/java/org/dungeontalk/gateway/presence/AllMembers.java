package org.dungeontalk.gateway.presence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.dungeontalk.gateway.room.RoomKey;

/**
 * The memberships of all gateways as the topic holds them, including this gateway's. Written by one
 * thread, read by any. Memory: about 400 bytes per membership.
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

    /** The memberships of a gateway. Scans all rooms; only called when a gateway comes or goes. */
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

    /** Memberships of all gateways. */
    int size() {
        return size.get();
    }
}
