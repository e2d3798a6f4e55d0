package org.dungeontalk.persistence.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.dungeontalk.persistence.Settings;
import org.dungeontalk.persistence.kafka.LogAdmin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A replay is requested from brokers that describe the topic and answer nothing else. */
class ReplaysTest {

    private final CompletableFuture<Map<Integer, Long>> unanswered = new CompletableFuture<>();
    private final Queue<Runnable> worker = new ArrayDeque<>();
    private final List<Throwable> dropped = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() {
        Infrastructure.setDroppedExceptionHandler(dropped::add);
    }

    @AfterEach
    void restore() {
        Infrastructure.resetDroppedExceptionHandler();
    }

    @Test
    void failsOnceAndMutinyLogsNoOtherFailure() {
        Replays replays = new Replays(null, new Deaf(), null);
        CompletableFuture<?> requested =
                replays.request(new ReplayFrom.Time(Instant.EPOCH), "1970", "operator")
                        .subscribeAsCompletionStage();
        unanswered.completeExceptionally(new TimeoutException());
        while (!worker.isEmpty()) {
            worker.remove().run();
        }
        assertTrue(requested.isCompletedExceptionally());
        assertEquals(List.of(), dropped);
    }

    private final class Deaf extends LogAdmin {

        Deaf() {
            super(Map.of(), Settings.DEFAULTS);
        }

        @Override
        public Uni<TopicDescription> describe() {
            Node leader = new Node(0, "127.0.0.1", 1);
            return Uni.createFrom()
                    .item(
                            new TopicDescription(
                                    "game-messages",
                                    false,
                                    List.of(
                                            new TopicPartitionInfo(
                                                    0, leader, List.of(leader), List.of(leader)))));
        }

        @Override
        public Uni<Map<Integer, Long>> offsets(Collection<Integer> partitions, OffsetSpec spec) {
            return Uni.createFrom().completionStage(unanswered).emitOn(worker::add);
        }

        @Override
        public Uni<Map<Integer, Long>> committed() {
            return Uni.createFrom().completionStage(unanswered).emitOn(worker::add);
        }
    }
}
