package org.dungeontalk.analytics.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.BufferUnderflowException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Finds where a partition can't be read, whatever the reason is: a byte that rotted on a disk, or a
 * codec that this process lacks. It asks with a consumer of its own and has no memory, so the same
 * log gives the same answer to whoever asks.
 */
@ApplicationScoped
public class UnreadableSearch {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final int POLLS = 15;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** So many offsets are tried one by one; then the steps double. */
    private static final int CLOSE = 256;

    private final ConsumerFactory consumers;

    UnreadableSearch(ConsumerFactory consumers) {
        this.consumers = consumers;
    }

    /** Whether this may be the fault of what is in the log, not of a way to it or of a right. */
    static boolean isOfContent(Throwable failure) {
        return failure.getClass() == KafkaException.class
                || failure instanceof CorruptRecordException
                || failure instanceof InvalidRecordException
                || failure instanceof SerializationException
                || failure instanceof LinkageError
                || failure instanceof IllegalArgumentException
                || failure instanceof IndexOutOfBoundsException
                || failure instanceof NegativeArraySizeException
                || failure instanceof BufferUnderflowException;
    }

    /**
     * What can't be read of partitions where they stand. If the failure of a poll names one, and it
     * can't be read, the others are not looked at.
     *
     * @param positions of each partition, the first offset that is to be read
     * @param alive is told before each partition
     */
    Map<TopicPartition, UnreadableRange> find(
            Map<TopicPartition, Long> positions, Throwable failure, Runnable alive) {
        String named = String.valueOf(failure.getMessage());
        Map<TopicPartition, UnreadableRange> found = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumers.openAlone()) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(positions.keySet(), LIMIT);
            List<TopicPartition> order = new ArrayList<>(positions.keySet());
            order.removeIf(partition -> ends.get(partition) <= positions.get(partition));
            order.sort(Comparator.comparing(partition -> !isNamed(named, partition)));
            for (TopicPartition partition : order) {
                alive.run();
                consumer.assign(List.of(partition));
                long from = positions.get(partition);
                Throwable reason = failure(consumer, partition, from);
                if (reason != null) {
                    long to = readable(consumer, partition, from, ends.get(partition));
                    found.put(partition, unreadable(from, to, reason));
                    if (isNamed(named, partition)) {
                        break;
                    }
                }
            }
        }
        return found;
    }

    private static boolean isNamed(String message, TopicPartition partition) {
        return Pattern.compile("\\b" + Pattern.quote(partition.toString()) + "\\b")
                .matcher(message)
                .find();
    }

    private static UnreadableRange unreadable(long from, long to, Throwable reason) {
        Throwable cause = reason.getCause() == null ? reason : reason.getCause();
        return new UnreadableRange(
                from,
                to,
                "The log can't be read from offset %d to %d: %s"
                        .formatted(from, to - 1, cause.getClass().getSimpleName()));
    }

    /** The first offset after {@code from} at which reading can begin. */
    private static long readable(
            KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long from, long end) {
        long bad = from;
        long step = 1;
        while (bad + step < end && failure(consumer, partition, bad + step) != null) {
            bad += step;
            step = bad - from < CLOSE ? 1 : 2 * step;
        }
        long good = Math.min(bad + step, end);
        while (good - bad > 1) {
            long middle = bad + (good - bad) / 2;
            if (failure(consumer, partition, middle) == null) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        return good;
    }

    /** Why nothing can be read at this offset, null if it can, or there is nothing. */
    private static Throwable failure(
            KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long offset) {
        consumer.seek(partition, offset);
        try {
            for (int i = 0; i < POLLS; i++) {
                boolean read = !consumer.poll(POLL).isEmpty();
                if (read
                        || consumer.position(partition) > offset
                        || consumer.currentLag(partition).orElse(1) <= 0) {
                    return null;
                }
            }
            return null;
        } catch (RuntimeException | LinkageError e) {
            if (isOfContent(e)) {
                return e;
            }
            throw e;
        }
    }
}
