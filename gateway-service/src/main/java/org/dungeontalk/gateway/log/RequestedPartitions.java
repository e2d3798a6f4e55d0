package org.dungeontalk.gateway.log;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.gateway.kafka.KafkaClients;
import org.dungeontalk.gateway.kafka.Topic;

/**
 * Which partitions are to be read, and from where. Asks Kafka where each one stands, again and
 * again while Kafka is away. Thread-safe; nothing blocks but {@link #await}.
 */
final class RequestedPartitions {
    private static final long RETRY_MS = 1_000;

    /** Messages read before the end at most, whatever their age. */
    private static final int MAX_LOOK_BACK = 200_000;

    /**
     * A partition to be read.
     *
     * @param epoch the topic of which this holds, see {@link Cursor}
     * @param from where reading starts: a little before the end, for the ids sent lately
     * @param end members have their position once everything before it was read
     */
    record Opening(int partition, String epoch, long from, long end) {}

    private final KafkaClients client;
    private final long lookBackMillis;
    private final Runnable wakeUp;
    private final ConcurrentHashMap<Integer, PartitionUse> uses = new ConcurrentHashMap<>();
    private final LinkedBlockingQueue<Opening> openings = new LinkedBlockingQueue<>();
    private volatile boolean stopping;

    /**
     * @param wakeUp called when there is an opening; any thread
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

    /** Completes when the partition is being read, on any thread. */
    CompletionStage<Void> position(int partition) {
        return use(partition).position();
    }

    /** Everything up to the end it had when it was wanted has been read. */
    void opened(int partition) {
        use(partition).opened();
    }

    boolean closeIfUnused(int partition, long now, long grace) {
        return use(partition).closeIfUnused(now, grace);
    }

    /** What is to be read from now on, too. */
    List<Opening> take() {
        List<Opening> taken = new ArrayList<>();
        openings.drainTo(taken);
        return taken;
    }

    /** Waits until there is an opening, or that long. */
    void await(long millis) throws InterruptedException {
        Opening next = openings.poll(millis, TimeUnit.MILLISECONDS);
        if (next != null) {
            openings.add(next);
        }
    }

    /** Asks Kafka no more. */
    void stop() {
        stopping = true;
    }

    /** What was answered is of another topic: asks again, soon. */
    void reopen(int partition) {
        if (!stopping && use(partition).stillWanted()) {
            CompletableFuture.delayedExecutor(RETRY_MS, TimeUnit.MILLISECONDS)
                    .execute(() -> open(partition));
        }
    }

    /** Asks for the topic last: if that is the one that is read, the offsets are its own. */
    private void open(int partition) {
        client.since(partition, lookBackMillis)
                .thenCombine(
                        client.end(partition),
                        (from, end) ->
                                client.topic()
                                        .thenApply(
                                                topic ->
                                                        opening(
                                                                partition,
                                                                topic,
                                                                from.orElse(end),
                                                                end)))
                .thenCompose(asked -> asked)
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

    private static Opening opening(int partition, Topic topic, long from, long end) {
        return new Opening(
                partition, topic.epoch(), Math.min(Math.max(from, end - MAX_LOOK_BACK), end), end);
    }

    private PartitionUse use(int partition) {
        return uses.computeIfAbsent(partition, p -> new PartitionUse());
    }
}
