package org.dungeontalk.gateway.presence;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.dungeontalk.gateway.room.RoomKey;

/**
 * The members of rooms on this gateway. A player with several subscriptions counts once, until the
 * last one ends. Thread-safe; bounded by the sessions and subscriptions of the gateway.
 */
final class LocalMembers {
    private static final int MOST_LOST = 100_000;

    /**
     * @param until when a member without subscriptions is removed
     */
    private record LocalMember(PresentMember member, int subscriptions, long until) {}

    private record LostMember(RoomKey room, String memberId, long until) {}

    private final ConcurrentHashMap<RoomKey, Map<String, LocalMember>> rooms =
            new ConcurrentHashMap<>();
    private final Set<RoomKey> touched = ConcurrentHashMap.newKeySet();
    private final LinkedBlockingQueue<LostMember> lost = new LinkedBlockingQueue<>(MOST_LOST);

    /**
     * Adds a subscription of the player. Calls for one room run one at a time.
     *
     * @param admitted whether the room has a free place; must not change the members
     * @return false if it has none: nothing has changed
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
                    Map<String, LocalMember> members =
                            there == null ? new ConcurrentHashMap<>(4) : there;
                    members.compute(
                            member.id(),
                            (id, a) ->
                                    new LocalMember(
                                            member, a == null ? 1 : a.subscriptions() + 1, 0));
                    return members;
                });
        return entered[0];
    }

    /** Ends a subscription of the player. */
    void leave(RoomKey room, String memberId) {
        change(
                room,
                memberId,
                a ->
                        a.subscriptions() <= 1
                                ? null
                                : new LocalMember(a.member(), a.subscriptions() - 1, 0));
        touch(room);
    }

    /**
     * Ends a subscription whose connection was lost. If it was the last one, the player stays a
     * member until {@code until}, unless more than 100,000 players wait already.
     *
     * @param until milliseconds on the clock of {@link #expire}
     */
    void lost(RoomKey room, String memberId, long until) {
        if (lost.offer(new LostMember(room, memberId, until))) {
            change(
                    room,
                    memberId,
                    a -> new LocalMember(a.member(), Math.max(0, a.subscriptions() - 1), until));
        } else {
            leave(room, memberId);
        }
    }

    /** Removes lost players who have not come back in time. */
    synchronized void expire(long now) {
        for (LostMember next = lost.peek();
                next != null && next.until() <= now;
                next = lost.peek()) {
            lost.remove();
            change(
                    next.room(),
                    next.memberId(),
                    a -> a.subscriptions() == 0 && a.until() <= now ? null : a);
            touch(next.room());
        }
    }

    private void change(RoomKey room, String memberId, UnaryOperator<LocalMember> to) {
        rooms.computeIfPresent(
                room,
                (key, members) -> {
                    members.computeIfPresent(memberId, (id, a) -> to.apply(a));
                    return members.isEmpty() ? null : members;
                });
    }

    /** Marks the room as changed. */
    void touch(RoomKey room) {
        touched.add(room);
    }

    /** The rooms marked since the last call. Called by one thread. */
    List<RoomKey> takeTouched() {
        List<RoomKey> taken = List.copyOf(touched);
        taken.forEach(touched::remove);
        return taken;
    }

    /** The room's members on this gateway. */
    List<PresentMember> members(RoomKey room) {
        return rooms.getOrDefault(room, Map.of()).values().stream()
                .map(LocalMember::member)
                .toList();
    }

    /** The player in the room; empty if they are not in it on this gateway. */
    Optional<PresentMember> member(RoomKey room, String id) {
        return Optional.ofNullable(rooms.getOrDefault(room, Map.of()).get(id))
                .map(LocalMember::member);
    }

    boolean hasRoom(RoomKey room) {
        return rooms.containsKey(room);
    }

    /** Memberships on this gateway: each player once per room. */
    int size() {
        return rooms.values().stream().mapToInt(Map::size).sum();
    }

    /** Rooms with a member on this gateway. */
    Set<RoomKey> rooms() {
        return Set.copyOf(rooms.keySet());
    }
}
