package org.dungeontalk.gateway.log;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.kafka.KafkaClients;
import org.dungeontalk.gateway.kafka.UnreadableRecords;
import org.dungeontalk.gateway.lifecycle.VitalThreads;

/**
 * Reads older parts of the log for clients whose cursor is older than the tail. It has its own
 * thread, so live delivery never waits for it.
 *
 * <p>It reads whole blocks of {@link BlockReader#SIZE} offsets. Requests for the same block share
 * one read. Blocks are cached up to a bound, so many players who come back to the same room cost
 * one read. A connection requests one block at a time, and the oldest request is served first: each
 * of n connections gets every n-th block. Any thread may call it; nothing blocks.
 */
@Singleton
@RegisterForReflection(
        classNames = {
            "com.github.benmanes.caffeine.cache.PSAMW",
            "com.github.benmanes.caffeine.cache.SSMWA"
        })
public class CatchUpReader {
    private final BlockReader reader;
    private final AsyncCache<BlockReader.Key, LogBlock> blocks;
    private final LongAdder refused = new LongAdder();
    private final ThreadPoolExecutor thread;

    CatchUpReader(
            KafkaClients client,
            UnreadableRecords unreadable,
            VitalThreads threads,
            GatewayConfig config) {
        this.reader =
                new BlockReader(
                        client,
                        unreadable,
                        config.log().topic(),
                        config.log().partitions(),
                        RetryWindow.of(config.log()).lookBackMillis());
        this.blocks =
                Caffeine.newBuilder()
                        .maximumWeight(config.log().catchUpBytes())
                        .weigher((BlockReader.Key k, LogBlock b) -> b.bytes())
                        .expireAfterAccess(Duration.ofMinutes(1))
                        .buildAsync();
        this.thread =
                new ThreadPoolExecutor(
                        1,
                        1,
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(config.limits().sessions()),
                        threads.named("log-catch-up"));
    }

    /**
     * The block that holds the offset, or the part of it that the log still has: its {@code from}
     * is then greater than the offset.
     *
     * @return fails if Kafka does not answer within 10 s, or if as many blocks are already waiting
     *     as there may be connections
     */
    CompletionStage<LogBlock> block(String epoch, int partition, long offset) {
        BlockReader.Key key = new BlockReader.Key(epoch, partition, offset / BlockReader.SIZE);
        CompletableFuture<LogBlock> block = blocks.get(key, (k, executor) -> read(k));
        return block.whenComplete(
                (b, failure) -> {
                    if (failure == null && !b.whole()) {
                        blocks.asMap().remove(key, block);
                    }
                });
    }

    /** Blocks read from Kafka since the start. */
    public long reads() {
        return reader.reads();
    }

    /** Blocks waiting to be read. */
    public int waiting() {
        return thread.getQueue().size();
    }

    /** Requests refused because too many blocks were waiting; clients request them again. */
    public long refused() {
        return refused.sum();
    }

    void stop(@Observes ShutdownEvent event) {
        thread.shutdownNow();
    }

    /** Never throws: the cache would rethrow to the first caller, and no one would answer. */
    private CompletableFuture<LogBlock> read(BlockReader.Key key) {
        try {
            return CompletableFuture.supplyAsync(() -> reader.read(key), thread);
        } catch (RejectedExecutionException e) {
            refused.increment();
            return CompletableFuture.failedFuture(e);
        }
    }
}
