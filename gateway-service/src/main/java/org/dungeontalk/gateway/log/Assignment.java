package org.dungeontalk.gateway.log;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.dungeontalk.gateway.kafka.Topic;
import org.dungeontalk.gateway.kafka.TopicWatch;

/**
 * Keeps the partitions that a consumer reads in step with {@link RequestedPartitions}. Confined to
 * the log reader's thread.
 */
final class Assignment {
    private final RequestedPartitions requested;
    private final ReadPartitions partitions;
    private final TopicWatch watch;
    private final long graceMillis;
    private final Map<TopicPartition, Long> opening = new HashMap<>();

    /**
     * @param graceMillis how long a partition is still read after its last room has emptied
     */
    Assignment(
            RequestedPartitions requested,
            ReadPartitions partitions,
            TopicWatch watch,
            long graceMillis) {
        this.requested = requested;
        this.partitions = partitions;
        this.watch = watch;
        this.graceMillis = graceMillis;
    }

    /** The topic was created again: reads all partitions from its beginning. */
    void restart() {
        partitions.restart();
        opening.replaceAll((p, end) -> 0L);
    }

    /** Starts a new consumer at the offsets that the previous one had reached. */
    void begin(KafkaConsumer<byte[], byte[]> reader) {
        reader.assign(partitions.all());
        partitions.all().forEach(p -> reader.seek(p, partitions.next(p)));
    }

    /** Adds the partitions requested since the last call, and drops those unused past the grace. */
    void update(KafkaConsumer<byte[], byte[]> reader, Topic topic, long now) {
        var added = requested.take();
        boolean closed = partitions.all().stream().filter(p -> closeIfUnused(p, now)).count() > 0;
        if (!added.isEmpty() || closed) {
            added.forEach(one -> open(one, topic));
            reader.assign(partitions.all());
            opening.keySet().forEach(p -> reader.seek(p, partitions.next(p)));
            opened(reader);
        }
    }

    /**
     * Whether the records before the requested end are still being read, so no stream has begun.
     */
    boolean isOpening(TopicPartition partition) {
        return opening.containsKey(partition);
    }

    /** Completes the position of each partition whose earlier records have been read. */
    void opened(KafkaConsumer<byte[], byte[]> reader) {
        opening.entrySet()
                .removeIf(
                        e -> {
                            if (reader.position(e.getKey()) < e.getValue()) {
                                return false;
                            }
                            requested.opened(e.getKey().partition());
                            return true;
                        });
    }

    private void open(RequestedPartitions.Opening one, Topic topic) {
        if (one.epoch().equals(topic.epoch())) {
            TopicPartition partition = new TopicPartition(topic.name(), one.partition());
            partitions.startAt(partition, one.from());
            opening.put(partition, one.end());
        } else {
            watch.ask();
            requested.reopen(one.partition());
        }
    }

    private boolean closeIfUnused(TopicPartition partition, long now) {
        boolean unused = requested.closeIfUnused(partition.partition(), now, graceMillis);
        if (unused) {
            partitions.end(partition);
        }
        return unused;
    }
}
