package org.dungeontalk.analytics.ingest;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.dungeontalk.analytics.store.PartitionStatus;
import org.jboss.logging.Logger;

/**
 * The partitions that the group assigns to this instance, during the life of one consumer. A new
 * partition is paused until its state is loaded. Used on the reading thread, like the consumer.
 */
final class Assignment implements ConsumerRebalanceListener {

    private static final Logger LOG = Logger.getLogger(Assignment.class);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Consumer<AssignedPartition> revoked;
    private final Map<TopicPartition, AssignedPartition> assigned = new HashMap<>();
    private final Set<TopicPartition> unloaded = new HashSet<>();

    /**
     * @param revoked is called with partitions that another instance will read
     */
    Assignment(KafkaConsumer<byte[], byte[]> consumer, Consumer<AssignedPartition> revoked) {
        this.consumer = consumer;
        this.revoked = revoked;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        unloaded.addAll(partitions);
        consumer.pause(partitions);
        partitions.forEach(partition -> consumer.seek(partition, 0));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        commit(Map.of());
        onPartitionsLost(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            AssignedPartition mine = assigned.remove(partition);
            if (mine != null) {
                revoked.accept(mine);
            }
        }
        unloaded.removeAll(partitions);
    }

    /** The partitions whose states are loaded. */
    Map<TopicPartition, AssignedPartition> assigned() {
        return assigned;
    }

    /** The partitions that stay paused. */
    Set<TopicPartition> unloaded() {
        return unloaded;
    }

    /** Discards the state of this partition. It is loaded again. */
    void reload(TopicPartition partition, AssignedPartition mine) {
        if (assigned.remove(partition, mine)) {
            unloaded.add(partition);
            consumer.pause(List.of(partition));
        }
    }

    /**
     * Loads new partitions, and seeks to where their snapshots were taken.
     *
     * @param progress is told {@link #reached} before and after, so that the probes see a partition
     *     that stands still from its first moment
     */
    void load(
            StateLoader states,
            String epoch,
            Waiter waiter,
            Consumer<Map<Integer, Long>> progress) {
        if (unloaded.isEmpty()) {
            return;
        }
        progress.accept(reached());
        states.load(epoch, Set.copyOf(unloaded), waiter)
                .forEach(
                        (partition, mine) -> {
                            if (unloaded.remove(partition)) {
                                assigned.put(partition, mine);
                                consumer.seek(partition, mine.next());
                                consumer.resume(List.of(partition));
                            }
                        });
        progress.accept(reached());
    }

    /** Seeks back to the records that were polled and that the states have not seen. */
    void seekBack() {
        assigned.forEach((partition, mine) -> consumer.seek(partition, mine.next()));
    }

    /** Number of records that are known to be in the log and are not yet read. */
    long backlog() {
        return assigned.keySet().stream()
                .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
                .sum();
    }

    /**
     * The progress of each partition, 0 while its state is not loaded. All effects that the states
     * have seen must be written.
     */
    Map<Integer, Long> reached() {
        Map<Integer, Long> positions = new HashMap<>();
        assigned.forEach(
                (partition, mine) -> positions.put(mine.number(), reached(partition, mine)));
        unloaded.forEach(partition -> positions.put(partition.partition(), 0L));
        return positions;
    }

    /**
     * Behind the newest record there may be transaction markers, which the consumer does not
     * return.
     */
    private long reached(TopicPartition partition, AssignedPartition mine) {
        try {
            return Math.max(mine.next(), consumer.position(partition, Duration.ZERO));
        } catch (TimeoutException e) {
            return mine.next();
        }
    }

    /**
     * The status of a partition, if its state is where its progress is.
     *
     * @param view of this epoch
     */
    Optional<PartitionStatus> status(
            TopicPartition partition, AssignedPartition mine, LogView view) {
        if (mine.next() < mine.committed()) {
            return Optional.empty();
        }
        long reached = reached(partition, mine);
        long end = view.ends().getOrDefault(mine.number(), 0L);
        long lag = Math.max(consumer.currentLag(partition).orElse(0), end - reached);
        long until = view.completeUntil(mine.number(), reached, mine.state().watermark());
        return Optional.of(
                new PartitionStatus(
                        mine.number(), mine.committed(), Math.max(0, lag), Math.max(0, until)));
    }

    /**
     * Commits the progress to Kafka. Nothing depends on it.
     *
     * @param reached as last reported, or empty while some effects are not yet written
     */
    void commit(Map<Integer, Long> reached) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        assigned.forEach(
                (partition, mine) ->
                        offsets.put(
                                partition,
                                new OffsetAndMetadata(
                                        Math.max(
                                                mine.committed(),
                                                reached.getOrDefault(mine.number(), 0L)))));
        if (!offsets.isEmpty()) {
            consumer.commitAsync(
                    offsets,
                    (positions, failure) ->
                            LOG.tracef(failure, "Committed %s to Kafka", positions));
        }
    }
}
