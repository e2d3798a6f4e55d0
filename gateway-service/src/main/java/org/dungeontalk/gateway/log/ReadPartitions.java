package org.dungeontalk.gateway.log;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * The state of each partition that this gateway reads: the next offset and the tail. Changed by the
 * log reader's thread alone; any thread may call {@link #tail}, {@link #numbers}, {@link #bytes},
 * {@link #lastRead} and {@link #size}.
 */
final class ReadPartitions {
    private final TailMemory memory;
    private final RecentIds ids;
    private final ConcurrentHashMap<Integer, PartitionTail> tails = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final Map<TopicPartition, Long> holes = new HashMap<>();
    private volatile int size;
    private volatile long lastRead = System.nanoTime();

    ReadPartitions(TailMemory memory, RecentIds ids) {
        this.memory = memory;
        this.ids = ids;
    }

    /** Starts reading the partition at the offset, with an empty tail. */
    void startAt(TopicPartition partition, long offset) {
        next.put(partition, offset);
        PartitionTail old = tails.put(partition.partition(), new PartitionTail(offset));
        if (old != null) {
            memory.drop(old);
        }
        size = next.size();
    }

    /**
     * The record at the offset can't be read. Empties the tail, so that no slice spans the gap.
     *
     * @return whether a gap begins there; false: it continues
     */
    boolean skip(TopicPartition partition, long offset) {
        lastRead = System.nanoTime();
        next.put(partition, offset + 1);
        memory.drop(tails.put(partition.partition(), new PartitionTail(offset + 1)));
        return !Long.valueOf(offset).equals(holes.put(partition, offset + 1));
    }

    /** The partition is no longer read. */
    void end(TopicPartition partition) {
        next.remove(partition);
        ids.forget(partition.partition());
        memory.drop(tails.remove(partition.partition()));
        size = next.size();
    }

    /** Adds the messages read; {@code end} is the offset read next. */
    void keep(TopicPartition partition, List<LogRecord> messages, long end, long now) {
        memory.keep(tails.get(partition.partition()), messages, end, now);
        next.put(partition, end);
        lastRead = System.nanoTime();
    }

    /** The topic was created again: all partitions start at offset 0, with nothing remembered. */
    void restart() {
        for (TopicPartition partition : all()) {
            ids.forget(partition.partition());
            startAt(partition, 0);
        }
    }

    /** A snapshot of the partitions being read. */
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

    /** When a record of any partition was last read, on the clock of {@link System#nanoTime}. */
    long lastRead() {
        return lastRead;
    }

    /** Bytes of messages kept in all tails. */
    long bytes() {
        return memory.bytes();
    }
}
