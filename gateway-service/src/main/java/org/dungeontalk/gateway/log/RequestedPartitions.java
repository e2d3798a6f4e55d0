package org.dungeontalk.gateway.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.gateway.kafka.KafkaClients;

/**
 * The partitions to be read, and the offsets to start from. Asks Kafka for the offsets, and repeats
 * while Kafka is away. Thread-safe; only {@link #await} blocks.
 */
final class RequestedPartitions {
    private static final long RETRY_MS = 1_000;

    /** How many offsets before the end reading starts at most, whatever their age. */
    private static final int MAX_LOOK_BACK = 200_000;

    /**
     * A partition to be read.
     *
     * @param epoch of the topic that the offsets belong to, see {@link Cursor}
     * @param from the offset to start from: a little before the end, for the latest ids
     * @param end members get their position once everything before this offset was read
     */
    record Opening(int partition, String epoch, long from, long end) {}

    private final KafkaClients client;
    private final long lookBackMillis;
    private final Runnable wakeUp;
    private final ConcurrentHashMap<Integer, PartitionUse> uses = new ConcurrentHashMap<>();
    private final LinkedBlockingQueue<Opening> openings = new LinkedBlockingQueue<>();
    private volatile boolean stopping;

    /**
     * @param wakeUp called when there is an opening, on any thread
     */
    RequestedPartitions(KafkaClients client, long lookBackMillis, Runnable wakeUp) {
        this.client = client;
        this.lookBackMillis = lookBackMillis;
        this.wakeUp = wakeUp;
    }

    void retain(int partition) {
        if (use(partition).retain()) {
            open(partition);
        }
    }

    void release(int partition, long now) {
        use(partition).release(now);
    }

    /** Completes on any thread once the partition is being read. */
    CompletionStage<Void> position(int partition) {
        return use(partition).position();
    }

    /** The partition has been read up to the end of its opening. */
    void opened(int partition) {
        use(partition).opened();
    }

    boolean closeIfUnused(int partition, long now, long grace) {
        return use(partition).closeIfUnused(now, grace);
    }

    /** The openings since the last call. */
    List<Opening> take() {
        List<Opening> taken = new ArrayList<>();
        openings.drainTo(taken);
        return taken;
    }

    /** Waits for an opening, at most this long. */
    void await(long millis) throws InterruptedException {
        Opening next = openings.poll(millis, TimeUnit.MILLISECONDS);
        if (next != null) {
            openings.add(next);
        }
    }

    /** Stops asking Kafka. */
    void stop() {
        stopping = true;
    }

    /** The answer was for another topic, or failed: asks again in a second. */
    void reopen(int partition) {
        if (!stopping && use(partition).stillWanted()) {
            CompletableFuture.delayedExecutor(RETRY_MS, TimeUnit.MILLISECONDS)
                    .execute(() -> open(partition));
        }
    }

    /**
     * Asks for the end first: a message that is logged while Kafka answers then lies behind the end
     * or is young enough, so it is read. Asks for the topic last: if it is the one being read, the
     * offsets belong to it.
     */
    private void open(int partition) {
        client.end(partition)
                .thenCompose(
                        end ->
                                client.since(partition, lookBackMillis)
                                        .thenCompose(from -> opening(partition, from, end)))
                .whenComplete(
                        (opening, failure) -> {
                            if (failure == null) {
                                openings.add(opening);
                                wakeUp.run();
                            } else {
                                reopen(partition);
                            }
                        });
    }

    private CompletionStage<Opening> opening(int partition, Optional<Long> since, long end) {
        long from = Math.min(Math.max(since.orElse(end), end - MAX_LOOK_BACK), end);
        return client.topic().thenApply(topic -> new Opening(partition, topic.epoch(), from, end));
    }

    private PartitionUse use(int partition) {
        return uses.computeIfAbsent(partition, p -> new PartitionUse());
    }
}
