package org.dungeontalk.gateway.log;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.message.LogMessage;

/**
 * Makes sure that an id identifies one message of its room, whichever gateway logged it. A client
 * that lost its connection before the receipt sends again with the same id.
 *
 * <p>A claim keeps the room's partition open until the message has its answer. The partition is
 * read from as far back as an id may have been used. A logged message is confirmed only after it
 * was read back as the first with its id, because another gateway may have logged the same id at
 * the same moment. Thread-safe, never blocks.
 */
@Singleton
public class IdClaims {
    private static final long OPEN_SECONDS = 5;
    private static final long READ_SECONDS = 15;

    private final LogReader reader;
    private final int most;
    private final long mostBytes;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();

    IdClaims(LogReader reader, GatewayConfig config) {
        this.reader = reader;
        this.most = config.log().maxInFlight();
        this.mostBytes = config.log().maxInFlightBytes();
    }

    /**
     * Claims the message's id. Completes at once if the partition is being read, otherwise within 5
     * s on any thread. Never fails.
     */
    public CompletionStage<IdClaim> claim(LogMessage message) {
        if (!message.idChosen()) {
            return done(IdClaim.unchecked());
        }
        if (reader.topic().isEmpty()) {
            return done(IdClaim.answered(IdStatus.State.UNREAD));
        }
        if (!admit(message.json().length)) {
            return done(IdClaim.answered(IdStatus.State.BUSY));
        }
        OpenClaim claim = new OpenClaim(message);
        CompletableFuture<Void> position =
                reader.position(message.room().id()).toCompletableFuture();
        if (position.isDone()) {
            return done(claim);
        }
        return position.copy()
                .orTimeout(OPEN_SECONDS, TimeUnit.SECONDS)
                .handle((there, late) -> late == null ? claim : claim.unread());
    }

    /** Messages waiting for their confirmation. */
    public int waiting() {
        return waiting.get();
    }

    private static CompletionStage<IdClaim> done(IdClaim claim) {
        return CompletableFuture.completedFuture(claim);
    }

    private boolean admit(int size) {
        int number = waiting.incrementAndGet();
        long bytes = waitingBytes.addAndGet(size);
        if (number > most || bytes > mostBytes) {
            waiting.decrementAndGet();
            waitingBytes.addAndGet(-size);
            return false;
        }
        return true;
    }

    /** A claim that keeps its room's partition open. */
    private final class OpenClaim implements IdClaim {
        private final LogMessage message;
        private final RoomMessageId id;
        private final String room;
        private final AtomicBoolean released = new AtomicBoolean();

        OpenClaim(LogMessage message) {
            this.message = message;
            this.room = message.room().id();
            this.id = RoomMessageId.of(room, message.id());
            reader.retain(room);
        }

        IdClaim unread() {
            release();
            return IdClaim.answered(IdStatus.State.UNREAD);
        }

        @Override
        public IdStatus known() {
            if (forgotten()) {
                return IdStatus.of(IdStatus.State.FORGOTTEN);
            }
            return first().map(this::judge).orElseGet(this::unknown);
        }

        /** The id may have been forgotten just before it was looked up. */
        private IdStatus unknown() {
            return IdStatus.of(forgotten() ? IdStatus.State.FORGOTTEN : IdStatus.State.NEW);
        }

        private boolean forgotten() {
            return id.time() <= reader.ids().horizon();
        }

        @Override
        public CompletionStage<IdStatus> logged(int partition, long offset) {
            PartitionTail tail = reader.tail(room);
            if (tail == null) {
                return CompletableFuture.completedFuture(IdStatus.of(IdStatus.State.UNREAD));
            }
            return tail.read(offset)
                    .orTimeout(READ_SECONDS, TimeUnit.SECONDS)
                    .handle(
                            (read, late) ->
                                    late != null
                                            ? IdStatus.of(IdStatus.State.UNREAD)
                                            : first().map(this::judge)
                                                    .orElse(IdStatus.logged(partition, offset)));
        }

        private Optional<RecentIds.FirstRecord> first() {
            return reader.ids().find(id);
        }

        private IdStatus judge(RecentIds.FirstRecord first) {
            if (first.from() != BodyHash.hash(message.from())) {
                return IdStatus.of(IdStatus.State.TAKEN);
            }
            return first.content() == BodyHash.of(message.json())
                    ? IdStatus.logged(first.partition(), first.offset())
                    : IdStatus.of(IdStatus.State.REUSED);
        }

        @Override
        public void release() {
            if (released.compareAndSet(false, true)) {
                waiting.decrementAndGet();
                waitingBytes.addAndGet(-message.json().length);
                reader.release(room);
            }
        }
    }
}
