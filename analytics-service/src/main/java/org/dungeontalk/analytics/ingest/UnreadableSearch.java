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
 * Finds the offsets of a partition that can't be read, because of a damaged disk or a codec that
 * this process lacks. It uses its own consumer and keeps no state, so the same log always gives the
 * same answer.
 */
@ApplicationScoped
public class UnreadableSearch {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final int POLLS = 15;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** Tries this many offsets one by one, then doubles the steps. */
    private static final int CLOSE = 256;

    private final ConsumerFactory consumers;

    UnreadableSearch(ConsumerFactory consumers) {
        this.consumers = consumers;
    }

    /**
     * Whether the log's content may have caused this failure, and not the connection or a missing
     * right.
     */
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
     * The unreadable ranges at these positions. If the failure of a poll names a partition that
     * can't be read, it checks only that one.
     *
     * @param positions the first offset to read of each partition
     * @param alive is called before each partition
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
                "the log can't be read at offsets %d to %d: %s"
                        .formatted(from, to - 1, cause.getClass().getSimpleName()));
    }

    /** The first readable offset after {@code from}. */
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

    /** Why this offset can't be read, or null if it can or is empty. */
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
