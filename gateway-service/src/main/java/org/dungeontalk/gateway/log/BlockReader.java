package org.dungeontalk.gateway.log;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.dungeontalk.gateway.kafka.KafkaClients;
import org.dungeontalk.gateway.kafka.UnreadableRecords;

/**
 * Reads blocks of the log. If several messages have the same id, it keeps only the first. It looks
 * back as far as live delivery remembers ids. Not thread-safe, except {@link #reads}.
 */
@RegisterForReflection(
        classNames = {
            "com.github.benmanes.caffeine.cache.PSAMW",
            "com.github.benmanes.caffeine.cache.SSMWA"
        })
final class BlockReader {
    /** Number of offsets in a block. */
    static final int SIZE = 1_000;

    /** How many earlier blocks are searched for ids at most. */
    static final int LOOK_BACK = 50;

    private static final int MOST_ID_BYTES = 16 * 1024 * 1024;
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);

    /** The next block waits so long if the consumer has fetched ahead to the end of the log. */
    private static final Duration FETCH_WAIT = Duration.ofMillis(10);

    private final KafkaClients client;
    private final UnreadableRecords unreadable;
    private final String topic;
    private final int partitions;
    private final long lookBackMillis;
    private final LongAdder reads = new LongAdder();
    private final Cache<Key, LogBlock.Ids> ids =
            Caffeine.newBuilder()
                    .maximumWeight(MOST_ID_BYTES)
                    .weigher((Key k, LogBlock.Ids v) -> v.hashes().length * Long.BYTES + 100)
                    .expireAfterAccess(Duration.ofMinutes(1))
                    .build();
    private KafkaConsumer<byte[], byte[]> consumer;

    /**
     * A block of a partition.
     *
     * @param epoch of the topic, see {@link Cursor}
     * @param index the first offset divided by {@link #SIZE}
     */
    record Key(String epoch, int partition, long index) {}

    /**
     * @param partitions the number that rooms are spread over
     * @param lookBackMillis how far apart messages with the same id can lie
     */
    BlockReader(
            KafkaClients client,
            UnreadableRecords unreadable,
            String topic,
            int partitions,
            long lookBackMillis) {
        this.client = client;
        this.unreadable = unreadable;
        this.topic = topic;
        this.partitions = partitions;
        this.lookBackMillis = lookBackMillis;
    }

    /** Blocks read from Kafka since the start. */
    long reads() {
        return reads.sum();
    }

    /**
     * Reads the block, without messages whose id an earlier message has.
     *
     * @throws RuntimeException if Kafka does not answer within 10 s
     */
    LogBlock read(Key key) {
        LogBlock all = raw(key);
        if (all.messages().isEmpty()) {
            return all;
        }
        List<LogBlock.Ids> earlier = all.from() > start(key) ? List.of() : before(key, all.since());
        return all.firsts(id -> earlier.stream().anyMatch(block -> block.holds(id)));
    }

    /** The ids of the earlier blocks, as far back as an id can have been used. */
    private List<LogBlock.Ids> before(Key key, long since) {
        List<LogBlock.Ids> earlier = new ArrayList<>();
        for (long index = key.index() - 1;
                index >= 0 && key.index() - index <= LOOK_BACK;
                index--) {
            LogBlock.Ids block = ids(new Key(key.epoch(), key.partition(), index));
            earlier.add(block);
            if (block.beginning() || block.since() < since - lookBackMillis) {
                break;
            }
        }
        return earlier;
    }

    private LogBlock.Ids ids(Key key) {
        LogBlock.Ids known = ids.getIfPresent(key);
        return known != null ? known : idsOf(key, raw(key));
    }

    private static LogBlock.Ids idsOf(Key key, LogBlock block) {
        return block.ids(block.from() > start(key));
    }

    private LogBlock raw(Key key) {
        reads.increment();
        try {
            if (consumer == null) {
                consumer = client.consumer("gateway-catch-up", FETCH_WAIT);
            }
            LogBlock block = raw(consumer, key);
            if (block.whole()) {
                ids.put(key, idsOf(key, block));
            }
            return block;
        } catch (RuntimeException e) {
            if (consumer != null) {
                consumer.close(CloseOptions.timeout(Duration.ZERO));
                consumer = null;
            }
            throw e;
        }
    }

    private static long start(Key key) {
        return key.index() * SIZE;
    }

    private LogBlock raw(KafkaConsumer<byte[], byte[]> from, Key key) {
        TopicPartition partition = new TopicPartition(topic, key.partition());
        List<TopicPartition> only = List.of(partition);
        from.assign(only);
        long begin = from.beginningOffsets(only, LIMIT).get(partition);
        long end = from.endOffsets(only, LIMIT).get(partition);
        long start = Math.max(begin, start(key));
        long stop = Math.min(end, start(key) + SIZE);
        List<LogRecord> messages = new ArrayList<>();
        long at = start;
        AtomicLong lost = new AtomicLong(start);
        from.seek(partition, start);
        long until = System.nanoTime() + LIMIT.toNanos();
        while (at < stop) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("Kafka did not return the block in time");
            }
            var read = unreadable.poll(from, POLL, (p, offset) -> lost.set(offset + 1));
            for (ConsumerRecord<byte[], byte[]> record : read.records(partition)) {
                if (record.offset() < stop) {
                    RecordDecoder.decode(record, partitions, false).ifPresent(messages::add);
                }
            }
            at = from.position(partition, LIMIT);
        }
        boolean whole = end >= start(key) + SIZE;
        return new LogBlock(start, Math.max(start, stop), lost.get(), whole, messages);
    }
}
