package org.dungeontalk.gateway.log;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Asks Kafka where partitions end, one question at a time: what is asked meanwhile is asked
 * together in the next one. So however many cursors lie beyond what was read, Kafka is asked about
 * as often as it answers. Thread-safe, never blocks; holds no more than one question for each
 * partition.
 */
final class EndOffsets {
    private final Function<Set<Integer>, CompletionStage<Map<Integer, Long>>> kafka;
    private Map<Integer, CompletableFuture<Long>> waiting = new HashMap<>();
    private boolean asking;

    /**
     * @param kafka answers for each of those partitions, or fails; never throws
     */
    EndOffsets(Function<Set<Integer>, CompletionStage<Map<Integer, Long>>> kafka) {
        this.kafka = kafka;
    }

    /**
     * The offset that the next message of the partition gets. The answer is never older than the
     * call. Completes on any thread; fails as Kafka's answer does.
     */
    CompletionStage<Long> of(int partition) {
        CompletableFuture<Long> end;
        synchronized (this) {
            end = waiting.computeIfAbsent(partition, p -> new CompletableFuture<>());
            if (asking) {
                return end;
            }
            asking = true;
        }
        ask();
        return end;
    }

    private void ask() {
        Map<Integer, CompletableFuture<Long>> asked = taken();
        if (!asked.isEmpty()) {
            kafka.apply(asked.keySet())
                    .whenComplete(
                            (ends, failure) -> {
                                ask();
                                asked.forEach((p, end) -> answer(end, p, ends, failure));
                            });
        }
    }

    private synchronized Map<Integer, CompletableFuture<Long>> taken() {
        Map<Integer, CompletableFuture<Long>> taken = waiting;
        waiting = new HashMap<>();
        asking = !taken.isEmpty();
        return taken;
    }

    private static void answer(
            CompletableFuture<Long> end,
            int partition,
            Map<Integer, Long> ends,
            Throwable failure) {
        if (failure == null) {
            end.complete(ends.get(partition));
        } else {
            end.completeExceptionally(failure);
        }
    }
}
