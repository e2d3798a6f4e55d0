package org.dungeontalk.gateway.model;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.kafka.KafkaClients;
import org.dungeontalk.gateway.log.CatchUpReader;
import org.dungeontalk.gateway.log.Cursor;
import org.dungeontalk.gateway.log.LogReader;
import org.dungeontalk.gateway.log.OpenHistory;
import org.dungeontalk.gateway.log.RoomSlice;
import org.dungeontalk.gateway.room.RoomKey;

/** Histories with a fault that a resume may have. */
final class FaultyHistories {

    private FaultyHistories() {}

    /** A slice of the log counts as the last one, although memory has more. */
    static final class LiveAfterBlock extends OpenHistory {
        LiveAfterBlock(LogReader r, KafkaClients k, CatchUpReader c, GatewayConfig g) {
            super(r, k, c, g);
        }

        @Override
        public CompletionStage<Optional<RoomSlice>> older(RoomKey room, long next) {
            return super.older(room, next)
                    .thenApply(
                            found -> found.map(s -> new RoomSlice(s.messages(), s.next(), true)));
        }
    }

    /** What memory has forgotten counts as never said. */
    static final class Concealing extends OpenHistory {
        Concealing(LogReader r, KafkaClients k, CatchUpReader c, GatewayConfig g) {
            super(r, k, c, g);
        }

        @Override
        public Optional<RoomSlice> recent(RoomKey room, long next) {
            return super.recent(room, next).or(() -> recent(room, next + 1));
        }
    }

    /** A cursor ahead of this gateway is invalid; Kafka is not asked. */
    static final class NotAsking extends OpenHistory {
        NotAsking(LogReader r, KafkaClients k, CatchUpReader c, GatewayConfig g) {
            super(r, k, c, g);
        }

        @Override
        public CompletionStage<Optional<Loss>> judge(RoomKey room, Optional<Cursor> cursor) {
            return end(room) <= cursor.orElseThrow().offset()
                    ? CompletableFuture.completedFuture(Optional.of(Loss.INVALID))
                    : super.judge(room, cursor);
        }
    }

    /** Messages that the log has deleted are skipped. */
    static final class Skipping extends OpenHistory {
        Skipping(LogReader r, KafkaClients k, CatchUpReader c, GatewayConfig g) {
            super(r, k, c, g);
        }

        @Override
        public CompletionStage<Optional<RoomSlice>> older(RoomKey room, long next) {
            return super.older(room, next)
                    .thenCompose(
                            found ->
                                    found.isPresent()
                                            ? CompletableFuture.completedFuture(found)
                                            : older(room, next + 1));
        }
    }
}
