package org.dungeontalk.persistence.consumer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.dungeontalk.persistence.kafka.UnreadableRange;

/**
 * Offsets that were skipped, until the group has committed them. They are committed once everything
 * before them is.
 *
 * <p>Asks for the committed offset on the polling thread, right before it commits. The channel
 * commits on the same thread, so no commit can come between and be taken back. Any thread may call
 * {@link #isEmpty}; the other methods belong to the polling thread.
 */
final class SkippedOffsets {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Map<TopicPartition, UnreadableRange> ranges = new ConcurrentHashMap<>();

    /** The partition's consumer continues behind the range. */
    void add(TopicPartition partition, UnreadableRange range) {
        ranges.put(partition, range);
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    /**
     * Commits what can be committed by now, and forgets what is, or what another consumer reads.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException if Kafka does not answer within 5 s
     */
    void commit(Consumer<?, ?> consumer) {
        ranges.keySet().retainAll(consumer.assignment());
        Map<TopicPartition, OffsetAndMetadata> committed =
                consumer.committed(ranges.keySet(), LIMIT);
        for (Map.Entry<TopicPartition, UnreadableRange> entry : ranges.entrySet()) {
            TopicPartition partition = entry.getKey();
            UnreadableRange range = entry.getValue();
            long done = done(consumer, partition, committed.get(partition));
            if (done >= range.upto()) {
                ranges.remove(partition);
            } else if (done == range.from()) {
                consumer.commitAsync(
                        Map.of(partition, new OffsetAndMetadata(range.upto())),
                        (offsets, failure) -> {});
            }
        }
    }

    /** The offset up to which the group has committed; the log's beginning if it never has. */
    private static long done(
            Consumer<?, ?> consumer, TopicPartition partition, OffsetAndMetadata committed) {
        return committed != null
                ? committed.offset()
                : consumer.beginningOffsets(List.of(partition), LIMIT).get(partition);
    }
}
