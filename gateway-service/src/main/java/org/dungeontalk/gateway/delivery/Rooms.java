package org.dungeontalk.gateway.delivery;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.kafka.Topic;
import org.dungeontalk.gateway.lifecycle.VitalThreads;
import org.dungeontalk.gateway.log.Cursor;
import org.dungeontalk.gateway.log.LogHistory;
import org.dungeontalk.gateway.log.LogReader;
import org.dungeontalk.gateway.room.RoomKey;
import org.dungeontalk.gateway.wire.Loop;
import org.jboss.logging.Logger;

/**
 * The rooms that have members on this gateway. The partition of a room is read as long as the room
 * has members.
 *
 * <p>Members join and leave on their own event loop; the log reader's thread looks rooms up.
 */
@Singleton
public class Rooms {
    private static final Logger LOG = Logger.getLogger(Rooms.class);

    private final ConcurrentHashMap<RoomKey, Room> rooms = new ConcurrentHashMap<>();
    private final LogReader reader;
    private final LogHistory history;
    private final VitalThreads threads;
    private final int coalesceBytes;

    Rooms(LogReader reader, LogHistory history, VitalThreads threads, GatewayConfig config) {
        this.reader = reader;
        this.history = history;
        this.threads = threads;
        this.coalesceBytes = config.outbound().coalesceBytes();
    }

    /**
     * Adds a member that gets messages from now on. Called on {@code loop}.
     *
     * @param fixed called on the loop with the first offset that the member gets; it gets every
     *     message from there on
     */
    public void join(RoomKey key, Loop loop, CatchUp.Target member, LongConsumer fixed) {
        whenRead(
                key,
                loop,
                member,
                () -> {
                    long next = history.end(key);
                    member.live(next);
                    fixed.accept(next);
                });
    }

    /**
     * Adds a member that continues after a cursor. Called on {@code loop}.
     *
     * @param listener told on the loop whether that is possible; if not, the member gets messages
     *     from now on
     */
    public void resume(
            RoomKey key,
            Loop loop,
            CatchUp.Target member,
            Optional<Cursor> after,
            CatchUp.Listener listener) {
        whenRead(
                key,
                loop,
                member,
                () -> new CatchUp(key, member, loop, history, encoder(), listener).after(after));
    }

    private void whenRead(RoomKey key, Loop loop, CatchUp.Target member, Runnable then) {
        rooms.compute(
                key,
                (k, room) -> {
                    Room there = room == null ? opened(k) : room;
                    there.shard(loop).add(member);
                    return there;
                });
        reader.position(key.id()).thenRun(() -> loop.execute(() -> unlessLeft(member, then)));
    }

    /** The member may have left while Kafka was away. */
    private static void unlessLeft(CatchUp.Target member, Runnable then) {
        if (member.left()) {
            return;
        }
        try {
            then.run();
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            LOG.error(
                    "A subscription failed; its connection is closed, so that its client resumes",
                    e);
            member.resume();
        }
    }

    /** The cursor directly before the offset. */
    public Cursor before(RoomKey key, long next) {
        Topic topic = reader.topic().orElseThrow();
        return new Cursor(topic.epoch(), topic.partitionOf(key.id()), next - 1);
    }

    /** Removes a member. Called on {@code loop}. */
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

    /** The encoder for the current topic; the topic must be known. */
    FrameEncoder encoder() {
        return new FrameEncoder(reader.topic().orElseThrow(), coalesceBytes);
    }

    /** The room's shards; empty if it has no members here. Any thread. */
    Shard[] shards(RoomKey key) {
        Room room = rooms.get(key);
        return room == null ? NOBODY : room.shards();
    }

    /** Closes all members of the partition's rooms, so that they resume. Any thread. */
    void closeMembers(Topic topic, int partition) {
        rooms.forEach(
                (key, room) -> {
                    if (topic.partitionOf(key.id()) == partition) {
                        close(room);
                    }
                });
    }

    /** Closes all members, so that they resume. Any thread. */
    void closeAllMembers() {
        rooms.values().forEach(this::close);
    }

    /** If one event loop rejects the work, the members on others are closed all the same. */
    private void close(Room room) {
        for (Shard shard : room.shards()) {
            threads.guarded(
                            "Closing the members of a room on an event loop",
                            () -> shard.loop().execute(shard::resumeAll))
                    .run();
        }
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
