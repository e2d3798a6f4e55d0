package org.dungeontalk.gateway.log;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.kafka.KafkaClients;
import org.dungeontalk.gateway.kafka.Topic;
import org.dungeontalk.gateway.room.RoomKey;

/**
 * Reads the messages that a client missed in a room: from memory as far back as the tail reaches,
 * older ones from the log. Thread-safe, never blocks.
 */
@Singleton
public class LogHistory {
    private final LogReader reader;
    private final EndOffsets ends;
    private final CatchUpReader older;
    private final int chunk;
    private final long distance;

    LogHistory(LogReader reader, KafkaClients client, CatchUpReader older, GatewayConfig config) {
        this.reader = reader;
        this.ends = new EndOffsets(client::loggedEnds);
        this.older = older;
        this.chunk = config.log().catchUpChunk();
        this.distance = config.log().catchUpDistance();
    }

    /** The reason why a stream can't continue at the client's cursor. */
    public enum Loss {
        /** The cursor has another epoch: the topic was created again. */
        EPOCH,
        /** The cursor is malformed, of another partition, or beyond the end of the log. */
        INVALID,
        /** The log no longer holds the next messages, can't read them, or they lie too far back. */
        EXPIRED
    }

    /**
     * Checks a cursor against its room. Call it only after the room's position is known. Another
     * gateway may have delivered messages that this one has not read yet: then Kafka is asked for
     * the end of the log.
     *
     * @return completes on any thread, at once if this gateway has read past the cursor; fails if
     *     Kafka does not answer
     */
    public CompletionStage<Optional<Loss>> judge(RoomKey room, Optional<Cursor> cursor) {
        Topic topic = reader.topic().orElseThrow();
        int partition = topic.partitionOf(room.id());
        if (cursor.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.of(Loss.INVALID));
        }
        Cursor after = cursor.get();
        if (!after.epoch().equals(topic.epoch())) {
            return CompletableFuture.completedFuture(Optional.of(Loss.EPOCH));
        }
        if (after.partition() != partition) {
            return CompletableFuture.completedFuture(Optional.of(Loss.INVALID));
        }
        PartitionTail tail = reader.tail(room.id());
        long behind = tail.end() - after.offset();
        if (behind > 0) {
            boolean near =
                    behind <= distance || tail.after(room, after.offset() + 1, 0).isPresent();
            return CompletableFuture.completedFuture(
                    near ? Optional.empty() : Optional.of(Loss.EXPIRED));
        }
        return ends.of(partition)
                .thenApply(
                        end -> after.offset() < end ? Optional.empty() : Optional.of(Loss.INVALID));
    }

    /** Whether the current topic replaced the cursor's topic while this gateway was running. */
    public boolean follows(Optional<Cursor> cursor) {
        return cursor.filter(c -> c.epoch().equals(reader.epochBefore())).isPresent();
    }

    /** The offset from which a player who joins now gets all messages live. */
    public long end(RoomKey room) {
        return reader.tail(room.id()).end();
    }

    /** A slice from memory; empty if the tail does not reach back that far. */
    public Optional<RoomSlice> recent(RoomKey room, long next) {
        return reader.tail(room.id()).after(room, next, chunk);
    }

    /**
     * A slice from the log.
     *
     * @return empty if the log no longer holds it or can't read some of it; fails if Kafka does not
     *     answer
     */
    public CompletionStage<Optional<RoomSlice>> older(RoomKey room, long next) {
        Topic topic = reader.topic().orElseThrow();
        return older.block(topic.epoch(), topic.partitionOf(room.id()), next)
                .thenApply(block -> of(block, room, next));
    }

    private Optional<RoomSlice> of(LogBlock block, RoomKey room, long next) {
        if (block.lost() > next) {
            return Optional.empty();
        }
        if (block.to() <= next) {
            throw new IllegalStateException("the block was read before the message was logged");
        }
        return Optional.of(block.of(room, next, chunk));
    }
}
