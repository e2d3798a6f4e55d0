package org.dungeontalk.gateway.room;

import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.dungeontalk.gateway.log.LogReader;
import org.dungeontalk.gateway.log.LogTopic;
import org.dungeontalk.gateway.wire.Loop;

/**
 * The rooms that have members on this gateway. A room keeps its partition being read as long as it
 * has one.
 *
 * <p>Members join and leave on their own event loop; the log's thread looks rooms up.
 */
@Singleton
public class Rooms {
    private final ConcurrentHashMap<RoomKey, Room> rooms = new ConcurrentHashMap<>();
    private final LogReader reader;

    Rooms(LogReader reader) {
        this.reader = reader;
    }

    /**
     * Adds a member. Called on {@code loop}.
     *
     * @return completes, on any thread, when the position is fixed: every message logged after that
     *     moment reaches the member
     */
    public CompletionStage<Void> join(RoomKey key, Loop loop, Member member) {
        rooms.compute(
                key,
                (k, room) -> {
                    Room there = room == null ? opened(k) : room;
                    there.shard(loop).add(member);
                    return there;
                });
        return reader.position(key.id());
    }

    /** Takes a member out. Called on {@code loop}. */
    public void leave(RoomKey key, Loop loop, Member member) {
        rooms.computeIfPresent(
                key,
                (k, room) -> {
                    Shard shard = room.shard(loop);
                    if (shard.remove(member) && room.drop(shard)) {
                        reader.release(k.id());
                        return null;
                    }
                    return room;
                });
    }

    /** The room's shards; empty if nobody is there. Any thread. */
    Shard[] shards(RoomKey key) {
        Room room = rooms.get(key);
        return room == null ? NOBODY : room.shards();
    }

    /** Closes everybody in the rooms of that partition, so that they resume. Any thread. */
    void closeMembers(LogTopic topic, int partition) {
        rooms.forEach(
                (key, room) -> {
                    if (topic.partitionOf(key.id()) == partition) {
                        for (Shard shard : room.shards()) {
                            shard.loop().execute(shard::resumeAll);
                        }
                    }
                });
    }

    /** Rooms with members. */
    public int size() {
        return rooms.size();
    }

    private Room opened(RoomKey key) {
        reader.retain(key.id());
        return new Room();
    }

    private static final Shard[] NOBODY = {};
}
