package org.dungeontalk.gateway.delivery;

import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.dungeontalk.gateway.lifecycle.VitalThreads;
import org.dungeontalk.gateway.room.RoomKey;
import org.dungeontalk.gateway.wire.Loop;

/**
 * Sends notices to the members on this gateway: one task per event loop, whatever the number of
 * rooms. Thread-safe; it never waits for an event loop.
 */
@Singleton
public class NoticeFanOut {
    private final Rooms rooms;
    private final VitalThreads threads;

    NoticeFanOut(Rooms rooms, VitalThreads threads) {
        this.rooms = rooms;
        this.threads = threads;
    }

    /**
     * Hands the notices over to the event loops.
     *
     * @return the rooms of which some members get nothing, because their event loop has too much
     *     work
     */
    public Set<RoomKey> post(Map<RoomKey, Notice> notices) throws InterruptedException {
        Map<Loop, Map<RoomKey, Shard>> work = new IdentityHashMap<>();
        for (RoomKey room : notices.keySet()) {
            for (Shard shard : rooms.shards(room)) {
                work.computeIfAbsent(shard.loop(), l -> new HashMap<>()).put(room, shard);
            }
        }
        Set<RoomKey> missed = new HashSet<>();
        for (var perLoop : work.entrySet()) {
            Map<RoomKey, Shard> shards = perLoop.getValue();
            Runnable posting = () -> shards.forEach((room, s) -> post(s, notices.get(room)));
            if (!perLoop.getKey().handOver(posting, 0)) {
                missed.addAll(shards.keySet());
            }
        }
        return missed;
    }

    private void post(Shard shard, Notice notice) {
        threads.guarded("Sending presence to a room", () -> shard.notice(notice)).run();
    }
}
