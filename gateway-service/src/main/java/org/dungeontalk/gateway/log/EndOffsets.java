package org.dungeontalk.gateway.log;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Asks Kafka for the end offsets of partitions, one request at a time. Calls during a request are
 * combined into the next one. So the number of requests does not grow with the number of cursors
 * that are ahead of this gateway's reader. Thread-safe, never blocks; holds at most one pending
 * query per partition.
 */
final class EndOffsets {
    private final Function<Set<Integer>, CompletionStage<Map<Integer, Long>>> kafka;
    private Map<Integer, CompletableFuture<Long>> waiting = new HashMap<>();
    private boolean asking;

    /**
     * @param kafka answers for each of the partitions, or fails; never throws
     */
    EndOffsets(Function<Set<Integer>, CompletionStage<Map<Integer, Long>>> kafka) {
        this.kafka = kafka;
    }

    /**
     * The offset that the next message of the partition gets, as of this call or later. Completes
     * on any thread; fails if Kafka's answer fails.
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
