package org.dungeontalk.gateway.log;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.dungeontalk.gateway.kafka.Topic;
import org.dungeontalk.gateway.kafka.TopicWatch;

/**
 * Brings the partitions that a consumer reads into line with those that are wanted. Confined to the
 * log's thread.
 */
final class Assignment {
    private final RequestedPartitions requested;
    private final ReadPartitions partitions;
    private final TopicWatch watch;
    private final long graceMillis;
    private final Map<TopicPartition, Long> opening = new HashMap<>();

    /**
     * @param graceMillis how long a partition is read after its last room emptied
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

    /** All partitions are read from the beginning of another topic. */
    void restart() {
        partitions.restart();
        opening.replaceAll((p, end) -> 0L);
    }

    /** A new consumer goes on where the one before was. */
    void begin(KafkaConsumer<byte[], byte[]> reader) {
        reader.assign(partitions.all());
        partitions.all().forEach(p -> reader.seek(p, partitions.next(p)));
    }

    /** Takes in what is wanted now, and lets go what no longer is. */
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

    /** Whether what was logged lately is still read: nobody's stream has begun there yet. */
    boolean isOpening(TopicPartition partition) {
        return opening.containsKey(partition);
    }

    /** Tells those who wait for a partition once what came before them was read. */
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
