package org.dungeontalk.gateway.log;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * What this gateway holds of each partition that it reads: the offset read next and the newest
 * messages. Changed by the log's thread alone; {@link #tail}, {@link #numbers}, {@link #bytes} and
 * {@link #size} may be asked on any.
 */
final class ReadPartitions {
    private final TailMemory memory;
    private final RecentIds ids;
    private final ConcurrentHashMap<Integer, PartitionTail> tails = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final Map<TopicPartition, Long> holes = new HashMap<>();
    private volatile int size;

    ReadPartitions(TailMemory memory, RecentIds ids) {
        this.memory = memory;
        this.ids = ids;
    }

    /** Reading of the partition begins there; what was kept of it is forgotten. */
    void startAt(TopicPartition partition, long offset) {
        next.put(partition, offset);
        PartitionTail old = tails.put(partition.partition(), new PartitionTail(offset));
        if (old != null) {
            memory.drop(old);
        }
        size = next.size();
    }

    /**
     * What stands there can't be read: the messages kept are forgotten, so that nobody takes them
     * and what follows for all there was.
     *
     * @return whether a hole begins there; false: it goes on
     */
    boolean skip(TopicPartition partition, long offset) {
        next.put(partition, offset + 1);
        memory.drop(tails.put(partition.partition(), new PartitionTail(offset + 1)));
        return !Long.valueOf(offset).equals(holes.put(partition, offset + 1));
    }

    /** The partition is read no longer. */
    void end(TopicPartition partition) {
        next.remove(partition);
        ids.forget(partition.partition());
        memory.drop(tails.remove(partition.partition()));
        size = next.size();
    }

    /** Takes in what was read of the partition; {@code end} is the offset read next. */
    void keep(TopicPartition partition, List<LogRecord> messages, long end, long now) {
        memory.keep(tails.get(partition.partition()), messages, end, now);
        next.put(partition, end);
    }

    /** All of them are read from the beginning of another topic: nothing known holds any more. */
    void restart() {
        for (TopicPartition partition : all()) {
            ids.forget(partition.partition());
            startAt(partition, 0);
        }
    }

    /** A snapshot of what is read. */
    Set<TopicPartition> all() {
        return new HashSet<>(next.keySet());
    }

    /** Their numbers; a snapshot. Any thread. */
    Set<Integer> numbers() {
        return Set.copyOf(tails.keySet());
    }

    /** The offset read next. */
    long next(TopicPartition partition) {
        return next.get(partition);
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    PartitionTail tail(int partition) {
        return tails.get(partition);
    }

    /** Bytes of messages kept. */
    long bytes() {
        return memory.bytes();
    }
}
