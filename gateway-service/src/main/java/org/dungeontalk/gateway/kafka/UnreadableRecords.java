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
 * Brings consumers past what can't be read: a damaged batch (its checksum is wrong), or one that
 * can't be unpacked. Kafka's consumer would stop there for good, with all its partitions.
 *
 * <p>Offset by offset, for nobody but the batch itself knows where it ends; the other partitions
 * are read meanwhile. Each place is said once in the service's log, and each offset counted once.
 * Thread-safe.
 */
@Singleton
public class UnreadableRecords {
    private static final Logger LOG = Logger.getLogger(UnreadableRecords.class);

    private final ConcurrentHashMap<TopicPartition, Long> passed = new ConcurrentHashMap<>();
    private final LongAdder offsets = new LongAdder();

    /** Offsets that could not be read, on any topic. */
    public long offsets() {
        return offsets.sum();
    }

    /** Hears what was passed, on the thread that polls. */
    public interface Listener {
        void passed(TopicPartition partition, long offset);
    }

    /**
     * Polls. If that fails because the next batch of a partition can't be read, the consumer stands
     * one offset further afterwards, and nothing is returned.
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

    /** The consumer tells of the partition in words alone. */
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
                    "%s can't be read at offset %d; it is passed: %s",
                    place, offset, why.getCause() == null ? why : why.getCause());
        }
    }
}
