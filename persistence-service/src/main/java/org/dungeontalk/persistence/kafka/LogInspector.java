package org.dungeontalk.persistence.kafka;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.dungeontalk.persistence.config.PersistenceConfig;
import org.dungeontalk.persistence.lifecycle.FailureReason;

/**
 * Looks at single offsets of the log with a consumer outside of the group. Distinguishes an
 * unreadable record (a wrong checksum, a batch that cannot be decompressed) from an unreachable
 * Kafka, and finds the next readable record offset by offset, because the length that a damaged
 * batch states may be wrong. Blocks.
 */
@ApplicationScoped
public class LogInspector {

    private static final Duration POLL = Duration.ofMillis(200);

    private final LogConsumers consumers;
    private final PersistenceConfig.Log log;

    LogInspector(LogConsumers consumers, PersistenceConfig config) {
        this.consumers = consumers;
        this.log = config.log();
    }

    /**
     * What can't be read from an offset on.
     *
     * @param beforeSearch called once it is known that the offset can't be read
     * @return empty if the record there can be read
     * @throws KafkaException if Kafka does not say, within {@code dungeontalk.log.timeout}
     */
    public Optional<UnreadableRange> findUnreadable(int number, long from, Runnable beforeSearch) {
        TopicPartition partition = new TopicPartition(log.topic(), number);
        try (KafkaConsumer<byte[], byte[]> consumer = consumers.open(1)) {
            consumer.assign(List.of(partition));
            Optional<Throwable> why = failure(consumer, partition, from);
            if (why.isEmpty()) {
                return Optional.empty();
            }
            beforeSearch.run();
            long end = consumer.endOffsets(List.of(partition), log.timeout()).get(partition);
            long next = from + 1;
            while (next < end && failure(consumer, partition, next).isPresent()) {
                next++;
            }
            return Optional.of(
                    new UnreadableRange(number, from, next, FailureReason.of(root(why.get()))));
        }
    }

    /**
     * Whether consumers see a record from one offset on and before another. Answers yes if Kafka
     * does not answer within {@code dungeontalk.log.timeout}.
     */
    public boolean holdsRecords(int number, long from, long upto) {
        TopicPartition partition = new TopicPartition(log.topic(), number);
        long until = System.nanoTime() + log.timeout().toNanos();
        try (KafkaConsumer<byte[], byte[]> consumer = consumers.open(1)) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, from);
            while (consumer.position(partition, log.timeout()) < upto) {
                if (!consumer.poll(POLL).isEmpty() || System.nanoTime() > until) {
                    return true;
                }
            }
            return false;
        } catch (KafkaException | LinkageError unreadable) {
            return true;
        }
    }

    private Optional<Throwable> failure(
            KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long offset) {
        consumer.seek(partition, offset);
        long until = System.nanoTime() + log.timeout().toNanos();
        try {
            while (consumer.poll(POLL).isEmpty() && consumer.position(partition) == offset) {
                if (System.nanoTime() > until) {
                    throw new TimeoutException("Kafka did not answer about an offset");
                }
            }
            return Optional.empty();
        } catch (KafkaException | LinkageError failure) {
            if (!isOfTheRecord(failure)) {
                throw failure;
            }
            return Optional.of(failure);
        }
    }

    /**
     * Whether it is the record's fault. Kafka's consumer throws a bare {@link KafkaException} for
     * what it can't make sense of and a subclass for everything else; a codec that is not there is
     * a {@link LinkageError}.
     */
    static boolean isOfTheRecord(Throwable failure) {
        return failure.getClass() == KafkaException.class || failure instanceof LinkageError;
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
