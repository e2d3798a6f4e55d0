package org.dungeontalk.gateway.log;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.dungeontalk.gateway.GatewayConfig;

/**
 * Reads older parts of the log for those whose cursor the tail no longer covers, on a thread of its
 * own: live delivery never waits for it.
 *
 * <p>It reads whole blocks of {@link #BLOCK} offsets. Requests for the same block share one read,
 * and blocks are kept up to a bound, so many players who come back to the same room cost one read.
 * Any thread may ask; nothing blocks.
 */
@Singleton
@RegisterForReflection(
        classNames = {
            "com.github.benmanes.caffeine.cache.PSAMW",
            "com.github.benmanes.caffeine.cache.SSMWA"
        })
public class CatchUpReader {
    private static final int BLOCK = 1_000;
    private static final int MAX_WAITING = 1_000;
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);

    private record Key(int partition, long index) {}

    private final LogClient client;
    private final String topic;
    private final AsyncCache<Key, LogBlock> blocks;
    private final LongAdder reads = new LongAdder();
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(
                    1,
                    1,
                    0,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(MAX_WAITING),
                    task -> {
                        Thread made = new Thread(task, "log-catch-up");
                        made.setDaemon(true);
                        return made;
                    });
    private KafkaConsumer<byte[], byte[]> consumer;

    CatchUpReader(LogClient client, GatewayConfig config) {
        this.client = client;
        this.topic = config.log().topic();
        this.blocks =
                Caffeine.newBuilder()
                        .maximumWeight(config.log().catchUpBytes())
                        .weigher((Key k, LogBlock b) -> b.bytes())
                        .expireAfterAccess(Duration.ofMinutes(1))
                        .buildAsync();
    }

    /**
     * The block that holds that offset, or what the log still has of it: its {@code from} then lies
     * behind the offset.
     *
     * @return fails if Kafka does not answer in 10 s or 1,000 blocks are waited for already
     */
    CompletionStage<LogBlock> block(int partition, long offset) {
        Key key = new Key(partition, offset / BLOCK);
        CompletableFuture<LogBlock> block =
                blocks.get(
                        key, (k, ignored) -> CompletableFuture.supplyAsync(() -> read(k), thread));
        return block.whenComplete(
                (b, failure) -> {
                    if (failure == null && !b.whole()) {
                        blocks.asMap().remove(key, block);
                    }
                });
    }

    /** Blocks read from Kafka since the start. */
    public long reads() {
        return reads.sum();
    }

    void stop(@Observes ShutdownEvent event) {
        thread.shutdownNow();
    }

    private LogBlock read(Key key) {
        reads.increment();
        try {
            if (consumer == null) {
                consumer = client.consumer("gateway-catch-up");
            }
            return read(consumer, key);
        } catch (RuntimeException e) {
            if (consumer != null) {
                consumer.close(CloseOptions.timeout(Duration.ZERO));
                consumer = null;
            }
            throw e;
        }
    }

    private LogBlock read(KafkaConsumer<byte[], byte[]> from, Key key) {
        TopicPartition partition = new TopicPartition(topic, key.partition());
        List<TopicPartition> only = List.of(partition);
        from.assign(only);
        long begin = from.beginningOffsets(only, LIMIT).get(partition);
        long end = from.endOffsets(only, LIMIT).get(partition);
        long start = Math.max(begin, key.index() * BLOCK);
        long stop = Math.min(end, (key.index() + 1) * BLOCK);
        List<LogRecord> messages = new ArrayList<>();
        long at = start;
        from.seek(partition, start);
        long until = System.nanoTime() + LIMIT.toNanos();
        while (at < stop) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("Kafka did not give the block in time");
            }
            for (ConsumerRecord<byte[], byte[]> record : from.poll(POLL).records(partition)) {
                if (record.offset() < stop) {
                    RecordDecoder.decode(record, false).ifPresent(messages::add);
                }
            }
            at = from.position(partition, LIMIT);
        }
        boolean whole = end >= (key.index() + 1) * BLOCK;
        return LogBlock.of(start, Math.max(start, stop), whole, messages);
    }
}
