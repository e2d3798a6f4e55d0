package org.dungeontalk.gateway.presence;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.dungeontalk.gateway.room.RoomKey;

/**
 * Who is in which room on this gateway. A player with several subscriptions is there once, until
 * the last one ends. Thread-safe; bounded by the sessions and subscriptions of the gateway.
 */
final class Attendance {
    private record Attending(PresentMember member, int subscriptions) {}

    private final ConcurrentHashMap<RoomKey, Map<String, Attending>> rooms =
            new ConcurrentHashMap<>();
    private final Set<RoomKey> touched = ConcurrentHashMap.newKeySet();

    /**
     * Adds a subscription of the player's. No two players are judged for one room at once.
     *
     * @param admitted whether there is a seat; must not change who is here
     * @return false if there is none: nothing has changed
     */
    boolean enter(RoomKey room, PresentMember member, BooleanSupplier admitted) {
        boolean[] entered = new boolean[1];
        rooms.compute(
                room,
                (key, there) -> {
                    entered[0] = admitted.getAsBoolean();
                    if (!entered[0]) {
                        return there;
                    }
                    Map<String, Attending> members =
                            there == null ? new ConcurrentHashMap<>(4) : there;
                    members.compute(
                            member.id(),
                            (id, a) ->
                                    new Attending(member, a == null ? 1 : a.subscriptions() + 1));
                    return members;
                });
        return entered[0];
    }

    /** Ends a subscription of the player's. */
    void leave(RoomKey room, String memberId) {
        rooms.computeIfPresent(
                room,
                (key, members) -> {
                    members.computeIfPresent(
                            memberId,
                            (id, a) ->
                                    a.subscriptions() == 1
                                            ? null
                                            : new Attending(a.member(), a.subscriptions() - 1));
                    return members.isEmpty() ? null : members;
                });
        touch(room);
    }

    /** Something about the room is new, and is to be told. */
    void touch(RoomKey room) {
        touched.add(room);
    }

    /** The rooms touched since the last call. Called by one thread. */
    List<RoomKey> takeTouched() {
        List<RoomKey> taken = List.copyOf(touched);
        taken.forEach(touched::remove);
        return taken;
    }

    /** Who is in that room here. */
    List<PresentMember> members(RoomKey room) {
        return rooms.getOrDefault(room, Map.of()).values().stream().map(Attending::member).toList();
    }

    boolean hasRoom(RoomKey room) {
        return rooms.containsKey(room);
    }

    /** Players here, each once for every room it is in. */
    int size() {
        return rooms.values().stream().mapToInt(Map::size).sum();
    }

    /** Rooms with a member here. */
    Set<RoomKey> rooms() {
        return Set.copyOf(rooms.keySet());
    }
}
