package org.dungeontalk.gateway.log;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.gateway.kafka.KafkaClients;
import org.jboss.logging.Logger;

/**
 * Detects transactions that another producer left open in the partitions read here. Records behind
 * the start of an open transaction have their receipts, but reach nobody until it ends.
 *
 * <p>Every 5 s it asks Kafka for both ends of each partition: the last stable offset and the end of
 * the log. A partition counts as held when the former has stayed below the latter, unchanged, for
 * 15 s; a mirror's transactions are shorter. Each is logged once. Thread-safe, never blocks.
 */
@Singleton
public class OpenTransactions {
    private static final Logger LOG = Logger.getLogger(OpenTransactions.class);
    private static final Executor AFTER_INTERVAL =
            CompletableFuture.delayedExecutor(5, TimeUnit.SECONDS);
    private static final long HELD_AFTER_NANOS = TimeUnit.SECONDS.toNanos(15);

    private record StableOffset(long end, long since, boolean held) {}

    private final KafkaClients client;
    private final LogReader reader;
    private final ConcurrentHashMap<Integer, StableOffset> stableOffsets =
            new ConcurrentHashMap<>();
    private volatile boolean stopped;

    OpenTransactions(KafkaClients client, LogReader reader) {
        this.client = client;
        this.reader = reader;
    }

    void start(@Observes StartupEvent event) {
        AFTER_INTERVAL.execute(this::check);
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    /** Number of partitions held now. */
    public long held() {
        return stableOffsets.values().stream().filter(StableOffset::held).count();
    }

    /**
     * Whether a transaction keeps that record from readers, as of Kafka's last answer. Any thread.
     */
    boolean hides(int partition, long offset) {
        StableOffset stable = stableOffsets.get(partition);
        return stable != null && stable.end() <= offset;
    }

    private void check() {
        if (stopped) {
            return;
        }
        var read = reader.partitions().numbers();
        client.visibleEnds(read)
                .thenCombine(client.loggedEnds(read), this::compare)
                .whenComplete((done, silent) -> AFTER_INTERVAL.execute(this::check));
    }

    private boolean compare(Map<Integer, Long> visible, Map<Integer, Long> logged) {
        stableOffsets.keySet().removeIf(p -> ended(p, visible, logged));
        long now = System.nanoTime();
        visible.forEach(
                (partition, end) -> {
                    if (end < logged.get(partition)) {
                        stableOffsets.compute(
                                partition,
                                (p, before) ->
                                        before == null || before.end() != end
                                                ? new StableOffset(end, now, false)
                                                : updated(p, before, logged.get(p), now));
                    }
                });
        return true;
    }

    private boolean ended(int partition, Map<Integer, Long> visible, Map<Integer, Long> logged) {
        Long end = visible.get(partition);
        StableOffset was = stableOffsets.get(partition);
        boolean over = end == null || end != was.end() || end >= logged.get(partition);
        if (over && was.held()) {
            LOG.infof(
                    "The open transaction in partition %d of the log has ended; reading goes on",
                    partition);
        }
        return over;
    }

    private static StableOffset updated(int partition, StableOffset before, long logged, long now) {
        if (before.held() || now - before.since() < HELD_AFTER_NANOS) {
            return before;
        }
        LOG.warnf(
                "A producer left a transaction open in partition %d of the log at offset %d; the %d"
                        + " records behind it are not delivered until it ends",
                partition, before.end(), logged - before.end());
        return new StableOffset(before.end(), before.since(), true);
    }
}
