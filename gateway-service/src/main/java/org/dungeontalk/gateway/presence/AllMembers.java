package org.dungeontalk.gateway.presence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.dungeontalk.gateway.room.RoomKey;

/**
 * The memberships of all gateways as the topic holds them, including this gateway's. Written by one
 * thread, read by any. Memory: about 200 bytes per membership, because those of a room share its
 * key and the gateway's id.
 */
final class AllMembers {
    private final ConcurrentHashMap<RoomKey, Map<Membership, PresentMember>> rooms =
            new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();

    void put(Membership membership, PresentMember member) {
        Map<Membership, PresentMember> room =
                rooms.computeIfAbsent(membership.room(), r -> new ConcurrentHashMap<>(4));
        if (room.put(sharing(room, membership, member), member) == null) {
            size.incrementAndGet();
        }
    }

    /** The same membership, made of objects that are here already. */
    private static Membership sharing(
            Map<Membership, PresentMember> room, Membership membership, PresentMember member) {
        for (Membership first : room.keySet()) {
            boolean same = first.gateway().equals(membership.gateway());
            return new Membership(
                    same ? first.gateway() : membership.gateway(), first.room(), member.id());
        }
        return new Membership(membership.gateway(), membership.room(), member.id());
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
