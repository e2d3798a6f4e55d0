package org.dungeontalk.gateway.kafka;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.jboss.logging.Logger;

/**
 * Lets consumers skip records that can't be read: a batch with a wrong checksum, or one that can't
 * be decompressed. Kafka's consumer would stop there for good, with all its partitions.
 *
 * <p>It skips one offset at a time, because only the batch itself says where it ends. Other
 * partitions are read meanwhile. Each place is logged once, and each offset counted once.
 * Thread-safe.
 */
@Singleton
public class UnreadableRecords {
    private static final Logger LOG = Logger.getLogger(UnreadableRecords.class);

    private final ConcurrentHashMap<TopicPartition, Long> passed = new ConcurrentHashMap<>();
    private final LongAdder offsets = new LongAdder();

    /** Offsets that could not be read, of all topics. */
    public long offsets() {
        return offsets.sum();
    }

    /** Is told of skipped offsets, on the polling thread. */
    public interface Listener {
        void passed(TopicPartition partition, long offset);
    }

    /**
     * Polls. If the next batch of a partition can't be read, moves the consumer one offset further
     * and returns no records.
     */
    public ConsumerRecords<byte[], byte[]> poll(
            KafkaConsumer<byte[], byte[]> from, Duration time, Listener listener) {
        try {
            return from.poll(time);
        } catch (KafkaException e) {
            TopicPartition place = place(from, e).orElseThrow(() -> e);
            long offset = from.position(place);
            from.seek(place, offset + 1);
            count(place, offset, e);
            listener.passed(place, offset);
            return ConsumerRecords.empty();
        }
    }

    /** Finds the partition in the exception's text; Kafka's consumer names it nowhere else. */
    private static Optional<TopicPartition> place(
            KafkaConsumer<byte[], byte[]> from, KafkaException failure) {
        String said = String.valueOf(failure.getMessage());
        boolean unreadable =
                failure instanceof CorruptRecordException
                        || said.startsWith("Received exception when fetching the next record from")
                        || said.startsWith("Encountered corrupt message when fetching offset");
        return unreadable
                ? from.assignment().stream().filter(p -> names(said, p)).findFirst()
                : Optional.empty();
    }

    private static boolean names(String said, TopicPartition partition) {
        return (said + " ").replace('.', ' ').contains(" " + (partition + " ").replace('.', ' '));
    }

    private void count(TopicPartition place, long offset, KafkaException why) {
        Long before = passed.get(place);
        if (before == null || offset >= before) {
            offsets.increment();
            passed.put(place, offset + 1);
        }
        if (before == null || offset > before) {
            LOG.errorf(
                    "%s can't be read at offset %d; that offset is skipped: %s",
                    place, offset, why.getCause() == null ? why : why.getCause());
        }
    }
}
