package org.dungeontalk.gateway.log;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.config.LogSettings;
import org.dungeontalk.gateway.kafka.KafkaClients;
import org.dungeontalk.gateway.kafka.Topic;
import org.dungeontalk.gateway.kafka.TopicWatch;
import org.dungeontalk.gateway.kafka.UnreadableRecords;
import org.dungeontalk.gateway.lifecycle.VitalThreads;
import org.jboss.logging.Logger;

/**
 * Reads the log for all players of this gateway, and only the partitions of their rooms.
 *
 * <p>It has no consumer group: every gateway reads every message of its rooms. One thread polls.
 * Any thread may call {@link #retain}, {@link #release} and {@link #position}; they never block.
 * Transient failures are retried. The order of a partition is kept, and the listener is told of
 * every gap.
 */
@Singleton
public class LogReader {
    private static final Logger LOG = Logger.getLogger(LogReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    // An opened partition waits so long for the fetch of the others, if they are silent.
    private static final Duration FETCH_WAIT = Duration.ofMillis(20);
    private static final long RETRY_MS = 1_000;
    private static final long STOP_MS = 5_000;

    private final KafkaClients client;
    private final RequestedPartitions requested;
    private final TopicWatch watch;
    private final RecentIds ids;
    private final ReadPartitions partitions;
    private final RecordFilter filter;
    private final UnreadableRecords unreadable;
    private final Assignment assignment;
    private final VitalThreads threads;
    private volatile Topic topic;
    private volatile String epochBefore = "";
    private volatile boolean failing;
    private volatile KafkaConsumer<byte[], byte[]> consumer;
    private volatile boolean stopping;
    private Thread thread;

    LogReader(
            KafkaClients client,
            UnreadableRecords unreadable,
            VitalThreads threads,
            GatewayConfig config) {
        this.client = client;
        this.threads = threads;
        this.unreadable = unreadable;
        LogSettings log = config.log();
        RetryWindow window = RetryWindow.of(log);
        this.watch = new TopicWatch(client, log.topic(), log.partitions());
        this.requested = new RequestedPartitions(client, window.lookBackMillis(), this::wakeUp);
        this.ids = new RecentIds(log.sentIdsBytes(), window.keepMillis());
        this.partitions =
                new ReadPartitions(new TailMemory(log.tailBytes(), log.tailAge().toMillis()), ids);
        this.assignment =
                new Assignment(requested, partitions, watch, log.partitionGrace().toMillis());
        this.filter =
                new RecordFilter(ids, log.partitions(), config.trace().endpoint().isPresent());
    }

    /** Starts reading; calls the listener on the reader's thread. To be called once. */
    public void start(LogListener listener) {
        watch.start(this::wakeUp);
        thread = threads.named("log-reader").newThread(() -> run(listener));
        thread.start();
    }

    /** Stops within 5 seconds. */
    public void stop() throws InterruptedException {
        stopping = true;
        requested.stop();
        watch.stop();
        wakeUp();
        thread.join(STOP_MS);
        thread.interrupt();
    }

    /** The topic being read; empty until Kafka has described it. */
    public Optional<Topic> topic() {
        return Optional.ofNullable(topic);
    }

    /** Whether the topic being read is the one that Kafka last described. */
    public boolean current() {
        return watch.now().equals(topic());
    }

    /** Whether reading failed unexpectedly and has not succeeded since. */
    public boolean failing() {
        return failing;
    }

    /** The epoch before the topic was created again; empty if it never was. */
    public String epochBefore() {
        return epochBefore;
    }

    /** The room has members now: its partition is read until it is released. */
    public void retain(String roomId) {
        requested.retain(topic.partitionOf(roomId));
    }

    /** The room has no members any more; its partition is still read for the grace period. */
    public void release(String roomId) {
        requested.release(topic.partitionOf(roomId), now());
    }

    /**
     * Completes on any thread once the room's partition is being read; waits while Kafka is away.
     */
    public CompletionStage<Void> position(String roomId) {
        return requested.position(topic.partitionOf(roomId));
    }

    /**
     * The ids of recently logged messages; complete for a room once {@link #position} has
     * completed.
     */
    RecentIds ids() {
        return ids;
    }

    /** The tail of the room's partition; present once {@link #position} has completed. */
    public PartitionTail tail(String roomId) {
        return partitions.tail(topic.partitionOf(roomId));
    }

    /** Number of partitions being read. */
    public int partitionsRead() {
        return partitions.size();
    }

    /** The state of the partitions being read. */
    ReadPartitions partitions() {
        return partitions;
    }

    /** The filter, for its counts of records since the start. */
    RecordFilter filter() {
        return filter;
    }

    /** Records delivered to nobody, because an earlier record has the same id. */
    public long repeated() {
        return filter.repeated();
    }

    private void run(LogListener listener) {
        try {
            while (!stopping) {
                threads.beat();
                Optional<Topic> there = watch.await(POLL);
                if (there.isPresent()) {
                    begin(there.get(), listener);
                    read(listener);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("The log reader stops");
        }
    }

    /** If the topic was created again, restarts at its beginning; all members resume. */
    private void begin(Topic found, LogListener listener) {
        Topic before = topic;
        topic = found;
        if (before != null && !before.equals(found)) {
            epochBefore = before.epoch();
            assignment.restart();
            listener.topicRecreated();
        }
    }

    private void read(LogListener listener) throws InterruptedException {
        try (KafkaConsumer<byte[], byte[]> made =
                client.consumer("gateway-log-reader", FETCH_WAIT)) {
            consumer = made;
            poll(made, listener);
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            if (!stopping) {
                if (!failing) {
                    threads.failed("Reading the log", e);
                }
                failing = true;
                TimeUnit.MILLISECONDS.sleep(RETRY_MS);
            }
        }
    }

    private void poll(KafkaConsumer<byte[], byte[]> from, LogListener listener)
            throws InterruptedException {
        assignment.begin(from);
        while (!stopping && current()) {
            threads.beat();
            assignment.update(from, topic, now());
            if (partitions.isEmpty()) {
                requested.await(POLL.toMillis());
                continue;
            }
            try {
                deliver(
                        unreadable.poll(from, POLL, (p, offset) -> skip(p, offset, listener)),
                        listener);
                assignment.opened(from);
                failing = false;
            } catch (WakeupException e) {
                LOG.trace("Woken to read another partition or topic");
            } catch (OffsetOutOfRangeException e) {
                outOfRange(from, e.partitions(), listener);
            }
        }
    }

    private void skip(TopicPartition partition, long offset, LogListener listener) {
        boolean begins = partitions.skip(partition, offset);
        if (begins && !assignment.isOpening(partition)) {
            listener.gap(partition.partition());
        }
    }

    private void outOfRange(
            KafkaConsumer<byte[], byte[]> from,
            Set<TopicPartition> concerned,
            LogListener listener) {
        watch.ask();
        if (current()) {
            for (TopicPartition partition : concerned) {
                long end = client.end(partition.partition()).toCompletableFuture().join();
                partitions.startAt(partition, end);
                from.seek(partition, end);
                listener.gap(partition.partition());
            }
            LOG.errorf(
                    "Messages were deleted from the log before they were read, in %s; their members"
                            + " are closed and resume",
                    concerned);
        }
    }

    private void deliver(ConsumerRecords<byte[], byte[]> polled, LogListener listener)
            throws InterruptedException {
        if (polled.isEmpty()) {
            return;
        }
        try {
            listener.read(taken(polled));
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            threads.failed("Delivery of a poll (the members concerned resume)", e);
            for (TopicPartition partition : polled.partitions()) {
                partitions.skip(partition, last(polled.records(partition)));
                threads.guarded("Handling a gap", () -> listener.gap(partition.partition())).run();
            }
        }
    }

    private List<LogRecord> taken(ConsumerRecords<byte[], byte[]> polled) {
        List<LogRecord> messages = new ArrayList<>(polled.count());
        for (TopicPartition partition : polled.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> read = polled.records(partition);
            List<LogRecord> decoded = filter.messages(read, System.currentTimeMillis());
            partitions.keep(partition, decoded, last(read) + 1, now());
            messages.addAll(decoded);
        }
        return messages;
    }

    private static long last(List<ConsumerRecord<byte[], byte[]>> read) {
        return read.get(read.size() - 1).offset();
    }

    private void wakeUp() {
        KafkaConsumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }
}
