package org.dungeontalk.gateway.presence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.dungeontalk.gateway.room.RoomKey;

/**
 * The seats of all gateways as the topic holds them, this gateway's own among them. Written by one
 * thread, read by any. Memory: about 400 bytes a seat.
 */
final class Directory {
    private final ConcurrentHashMap<RoomKey, Map<Seat, PresentMember>> rooms =
            new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();

    void put(Seat seat, PresentMember member) {
        if (rooms.computeIfAbsent(seat.room(), r -> new ConcurrentHashMap<>(4)).put(seat, member)
                == null) {
            size.incrementAndGet();
        }
    }

    void remove(Seat seat) {
        Map<Seat, PresentMember> room = rooms.get(seat.room());
        if (room != null && room.remove(seat) != null) {
            size.decrementAndGet();
            if (room.isEmpty()) {
                rooms.remove(seat.room());
            }
        }
    }

    void clear() {
        rooms.clear();
        size.set(0);
    }

    /** The seats of a room; a live view. */
    Map<Seat, PresentMember> room(RoomKey room) {
        return rooms.getOrDefault(room, Map.of());
    }

    /** The seats of a gateway. Looks at all rooms: for when one came or went. */
    List<Seat> of(String gateway) {
        List<Seat> seats = new ArrayList<>();
        rooms.values()
                .forEach(
                        room ->
                                room.keySet().stream()
                                        .filter(seat -> seat.gateway().equals(gateway))
                                        .forEach(seats::add));
        return seats;
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
