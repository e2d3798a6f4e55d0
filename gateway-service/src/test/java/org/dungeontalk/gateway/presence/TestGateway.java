package org.dungeontalk.gateway.presence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.dungeontalk.gateway.room.RoomKey;

/** A gateway's presence without sockets and without Kafka, moved by hand. */
final class TestGateway {
    final LocalMembers here = new LocalMembers();
    final List<String> frames = new ArrayList<>();
    final PresenceState state;
    private final MemoryLog log;
    private int position;
    private long now;

    TestGateway(String id, MemoryLog log) {
        this.log = log;
        this.state =
                new PresenceState(
                        id,
                        here,
                        log,
                        notices -> {
                            notices.values()
                                    .forEach(
                                            n ->
                                                    frames.add(
                                                            new String(
                                                                    n.change() == null
                                                                            ? n.snapshot()
                                                                            : n.change(),
                                                                    UTF_8)));
                            return Set.of();
                        },
                        TestSettings.DEFAULT);
    }

    void enter(RoomKey room, String... players) {
        for (String player : players) {
            here.enter(room, new PresentMember(player, "Nick of " + player, null), () -> true);
            here.touch(room);
        }
    }

    void leave(RoomKey room, String player) {
        here.leave(room, player);
    }

    /** The player's connection breaks off. */
    void lose(RoomKey room, String player) {
        here.lost(room, player, now + TestSettings.DEFAULT.reconnectGrace().toMillis());
    }

    /** A second passes: everything in the topic is read, and what is due is told. */
    void second() throws InterruptedException {
        millis(1_000);
    }

    void millis(long millis) throws InterruptedException {
        now += millis;
        position = log.readInto(state, position);
        state.tick(now, Instant.EPOCH);
        position = log.readInto(state, position);
    }

    /** Says that it lives, and a second passes. */
    void beat() throws InterruptedException {
        state.beat();
        second();
    }

    /** Reads the topic again from its beginning. */
    void reread() throws InterruptedException {
        state.reset();
        position = 0;
        second();
    }

    Set<String> members(RoomKey room) {
        return new TreeSet<>(state.view(room).members().keySet());
    }
}
