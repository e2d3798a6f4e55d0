package org.dungeontalk.gateway.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.dungeontalk.gateway.model.Scheduler;

/**
 * Reads a {@link SimulatedKafka}. A poll gets all records there are, or only the first one, since
 * Kafka's consumer may have fetched before the others were there. It never connects.
 */
final class SimulatedConsumer extends KafkaConsumer<byte[], byte[]> {
    static final Map<String, Object> SETTINGS = Map.of("bootstrap.servers", "localhost:1");

    private final String id;
    private final SimulatedKafka kafka;
    private final Map<TopicPartition, Long> next = new LinkedHashMap<>();
    private Scheduler scheduler;
    private volatile boolean woken;

    SimulatedConsumer(String id, SimulatedKafka kafka) {
        super(new HashMap<>(SETTINGS), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.id = id;
        this.kafka = kafka;
    }

    String id() {
        return id;
    }

    /**
     * @param stepped decides when a poll returns; {@code null}: it returns at once
     */
    void begin(Scheduler stepped) {
        scheduler = stepped;
        woken = false;
        next.clear();
    }

    @Override
    public void assign(Collection<TopicPartition> partitions) {
        next.keySet().retainAll(partitions);
        partitions.forEach(p -> next.putIfAbsent(p, 0L));
    }

    @Override
    public Set<TopicPartition> assignment() {
        return Set.copyOf(next.keySet());
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
        next.put(partition, offset);
    }

    @Override
    public long position(TopicPartition partition) {
        if (scheduler != null) {
            scheduler.giveWay("asks for its position");
        }
        return next.get(partition);
    }

    @Override
    public long position(TopicPartition partition, Duration most) {
        return next.get(partition);
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration most) {
        if (scheduler != null) {
            scheduler.await("polls", () -> woken || available() > 0 || kafka.mayPollInVain());
        }
        if (woken || scheduler != null && scheduler.isOver()) {
            woken = false;
            throw new WakeupException();
        }
        int available = available();
        if (available == 0) {
            return empty();
        }
        return polled(available > 1 && scheduler != null ? fetched(available) : available);
    }

    private ConsumerRecords<byte[], byte[]> empty() {
        if (scheduler != null && !kafka.takeEmptyPoll()) {
            throw new IllegalStateException("A poll returned in vain");
        }
        return ConsumerRecords.empty();
    }

    private int fetched(int available) {
        return scheduler.choose(2) == 0 ? available : 1;
    }

    private ConsumerRecords<byte[], byte[]> polled(int most) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new LinkedHashMap<>();
        int left = most;
        for (TopicPartition partition : List.copyOf(next.keySet())) {
            long from = next.get(partition);
            var read = kafka.log(partition.partition()).read(from, left);
            if (!read.isEmpty()) {
                records.put(partition, read);
                next.put(partition, from + read.size());
                left -= read.size();
            }
        }
        return new ConsumerRecords<>(records, Map.of());
    }

    private int available() {
        int available = 0;
        for (Map.Entry<TopicPartition, Long> e : next.entrySet()) {
            available += (int) (kafka.log(e.getKey().partition()).end() - e.getValue());
        }
        return available;
    }

    @Override
    public Map<TopicPartition, Long> beginningOffsets(
            Collection<TopicPartition> partitions, Duration most) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        partitions.forEach(p -> offsets.put(p, kafka.log(p.partition()).start()));
        return offsets;
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(
            Collection<TopicPartition> partitions, Duration most) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        partitions.forEach(p -> offsets.put(p, kafka.log(p.partition()).end()));
        return offsets;
    }

    @Override
    public void wakeup() {
        woken = true;
    }

    @Override
    public void close() {
        // is used again
    }

    @Override
    public void close(CloseOptions option) {
        close();
    }
}
