package org.dungeontalk.gateway.log;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Tracks whether the messages that this gateway has written come back, in the partitions that it
 * reads: a log can take messages and hand out none. A message that an open transaction keeps from
 * readers does not count. Thread-safe, never blocks.
 */
@Singleton
public class ReadProgress {
    private static final Logger LOG = Logger.getLogger(ReadProgress.class);

    /** More than a new leader or a mirror's transaction delays a record. */
    private static final long STALL_NANOS = Duration.ofSeconds(15).toNanos();

    /** An unread message counts as long as another one followed it within this time. */
    private static final long RECENT_NANOS = Duration.ofMinutes(1).toNanos();

    private final ReadPartitions partitions;
    private final OpenTransactions transactions;
    private final Map<Integer, Unread> unread = new ConcurrentHashMap<>();
    private boolean logged;

    /**
     * The oldest unread message of a partition.
     *
     * @param tail of the partition when the message was logged; a partition that is opened or begun
     *     anew has another one
     * @param since when Kafka confirmed it, on the clock of {@link System#nanoTime}
     * @param newest when Kafka confirmed the newest message
     */
    private record Unread(PartitionTail tail, long offset, long since, long newest) {}

    ReadProgress(LogReader reader, OpenTransactions transactions) {
        this.partitions = reader.partitions();
        this.transactions = transactions;
    }

    /** Kafka has confirmed a message of this gateway. */
    public void logged(int partition, long offset) {
        PartitionTail tail = partitions.tail(partition);
        if (tail != null && tail.end() <= offset) {
            long now = System.nanoTime();
            unread.compute(
                    partition,
                    (p, before) ->
                            before != null && waits(p, before)
                                    ? new Unread(tail, before.offset(), before.since(), now)
                                    : new Unread(tail, offset, now, now));
        }
    }

    /**
     * Whether no record of any partition was read for 15 seconds although a message of this gateway
     * waits so long to be read back, and one was written within a minute.
     */
    public boolean stalled() {
        long now = System.nanoTime();
        return now - partitions.lastRead() > STALL_NANOS
                && unread.entrySet().stream()
                        .anyMatch(e -> isOverdue(e.getKey(), e.getValue(), now));
    }

    /** What is wrong; empty unless reading is stalled. */
    public Optional<String> failure() {
        return stalled()
                ? Optional.of("Kafka takes messages and hands out none")
                : Optional.empty();
    }

    /** Logs when {@link #stalled} has changed. Called regularly by one thread. */
    public void logChange() {
        boolean now = stalled();
        if (now && !logged) {
            LOG.warn("Kafka takes messages and hands out none; the gateway is not ready");
        } else if (!now && logged) {
            LOG.info("Messages come back from Kafka again");
        }
        logged = now;
    }

    private boolean isOverdue(int partition, Unread message, long now) {
        return now - message.since() > STALL_NANOS
                && now - message.newest() < RECENT_NANOS
                && waits(partition, message)
                && !transactions.hides(partition, message.offset());
    }

    private boolean waits(int partition, Unread message) {
        return partitions.tail(partition) == message.tail()
                && message.tail().end() <= message.offset();
    }
}
