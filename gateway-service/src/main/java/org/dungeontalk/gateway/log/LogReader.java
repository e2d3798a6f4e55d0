package org.dungeontalk.gateway.log;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.dungeontalk.gateway.GatewayConfig;
import org.jboss.logging.Logger;

/**
 * Reads the log for all players of this gateway, and only the partitions on which their rooms lie.
 *
 * <p>It has no consumer group: every gateway reads every message of its rooms. One thread polls;
 * {@link #retain}, {@link #release} and {@link #position} may be called from anywhere and never
 * block. Transient failures are waited out; the order of a partition is kept, and a hole is told to
 * the listener.
 */
@Singleton
public class LogReader {
    private static final Logger LOG = Logger.getLogger(LogReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final long RETRY_MS = 1_000;
    private static final long STOP_MS = 5_000;

    private final LogClient client;
    private final long graceMillis;
    private final ConcurrentHashMap<Integer, PartitionUse> uses = new ConcurrentHashMap<>();
    private final LinkedBlockingQueue<Opening> openings = new LinkedBlockingQueue<>();
    private final LongAdder records = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final TailMemory memory;
    private final ConcurrentHashMap<Integer, PartitionTail> tails = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private volatile int partitionsRead;
    private volatile LogTopic topic;
    private volatile KafkaConsumer<byte[], byte[]> consumer;
    private volatile boolean stopping;
    private Thread thread;

    /** A partition whose end is known: reading starts there. */
    private record Opening(int partition, long offset) {}

    LogReader(LogClient client, GatewayConfig config) {
        this.client = client;
        this.graceMillis = config.log().partitionGrace().toMillis();
        this.memory = new TailMemory(config.log().tailBytes(), config.log().tailAge().toMillis());
    }

    /** Starts reading; the listener hears of it on the reader's thread. Called once. */
    public void start(LogListener listener) {
        thread = new Thread(() -> run(listener), "log-reader");
        thread.setDaemon(true);
        thread.start();
    }

    /** Stops within 5 seconds. */
    public void stop() throws InterruptedException {
        stopping = true;
        wakeUp();
        thread.join(STOP_MS);
        thread.interrupt();
    }

    /** The topic, once Kafka has told of it. */
    public Optional<LogTopic> topic() {
        return Optional.ofNullable(topic);
    }

    /** A room now has members: its partition is read until it is released. */
    public void retain(String roomId) {
        int partition = topic.partitionOf(roomId);
        if (use(partition).retain()) {
            open(partition);
        }
    }

    /** A room has no members any more; its partition is read for the grace time yet. */
    public void release(String roomId) {
        use(topic.partitionOf(roomId)).release(now());
    }

    /**
     * Completes when the room's partition is being read, on any thread; while Kafka is away, later.
     */
    public CompletionStage<Void> position(String roomId) {
        return use(topic.partitionOf(roomId)).position();
    }

    /** The newest messages of the room's partition; there once {@link #position} has completed. */
    public PartitionTail tail(String roomId) {
        return tails.get(topic.partitionOf(roomId));
    }

    /** Bytes of messages kept in memory for those who come back. */
    public long tailBytes() {
        return memory.bytes();
    }

    /** Partitions being read now. */
    public int partitionsRead() {
        return partitionsRead;
    }

    /** Records read since the start. */
    public long records() {
        return records.sum();
    }

    /** Bytes of values read since the start. */
    public long bytes() {
        return bytes.sum();
    }

    /** Records that belong to no room. */
    public long skipped() {
        return skipped.sum();
    }

    private void run(LogListener listener) {
        try {
            topic = client.awaitTopic();
            while (!stopping) {
                try (KafkaConsumer<byte[], byte[]> made = client.consumer("gateway-log-reader")) {
                    consumer = made;
                    poll(made, listener);
                } catch (RuntimeException e) {
                    if (stopping) {
                        return;
                    }
                    LOG.errorf(e, "Reading the log failed; starting again");
                    TimeUnit.MILLISECONDS.sleep(RETRY_MS);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("The log's reader stops");
        }
    }

    private void poll(KafkaConsumer<byte[], byte[]> from, LogListener listener)
            throws InterruptedException {
        from.assign(next.keySet());
        next.forEach(from::seek);
        while (!stopping) {
            assign(from);
            if (next.isEmpty()) {
                waitForOpening();
                continue;
            }
            try {
                deliver(from.poll(POLL), listener);
            } catch (WakeupException e) {
                LOG.trace("woken to read another partition");
            } catch (OffsetOutOfRangeException e) {
                from.seekToEnd(e.partitions());
                e.partitions().forEach(p -> startAt(p, from.position(p)));
                e.partitions().forEach(p -> listener.gap(p.partition()));
                LOG.errorf(
                        "The log no longer holds what was to be read next of %s", e.partitions());
            }
        }
    }

    private void deliver(ConsumerRecords<byte[], byte[]> polled, LogListener listener)
            throws InterruptedException {
        if (polled.isEmpty()) {
            return;
        }
        List<LogRecord> messages = new ArrayList<>(polled.count());
        for (TopicPartition partition : polled.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> read = polled.records(partition);
            List<LogRecord> decoded = decoded(read);
            long end = read.get(read.size() - 1).offset() + 1;
            memory.keep(tails.get(partition.partition()), decoded, end, now());
            next.put(partition, end);
            messages.addAll(decoded);
        }
        try {
            listener.read(messages);
        } catch (RuntimeException e) {
            LOG.error("Delivering failed; the members concerned resume", e);
            polled.partitions().forEach(p -> listener.gap(p.partition()));
        }
    }

    private List<LogRecord> decoded(List<ConsumerRecord<byte[], byte[]>> read) {
        List<LogRecord> messages = new ArrayList<>(read.size());
        for (ConsumerRecord<byte[], byte[]> record : read) {
            records.increment();
            bytes.add(Math.max(0, record.serializedValueSize()));
            RecordDecoder.decode(record).ifPresentOrElse(messages::add, skipped::increment);
        }
        return messages;
    }

    private void startAt(TopicPartition partition, long offset) {
        next.put(partition, offset);
        PartitionTail old = tails.put(partition.partition(), new PartitionTail(offset));
        if (old != null) {
            memory.drop(old);
        }
    }

    private boolean closeIfUnused(TopicPartition partition) {
        if (!use(partition.partition()).closeIfUnused(now(), graceMillis)) {
            return false;
        }
        memory.drop(tails.remove(partition.partition()));
        return true;
    }

    private void assign(KafkaConsumer<byte[], byte[]> reader) {
        Map<TopicPartition, Long> opened = new HashMap<>();
        for (Opening o = openings.poll(); o != null; o = openings.poll()) {
            opened.put(new TopicPartition(topic.name(), o.partition()), o.offset());
        }
        boolean closed = next.keySet().removeIf(this::closeIfUnused);
        if (opened.isEmpty() && !closed) {
            return;
        }
        opened.forEach(this::startAt);
        reader.assign(next.keySet());
        opened.forEach(reader::seek);
        partitionsRead = next.size();
        opened.keySet().forEach(p -> use(p.partition()).opened());
    }

    private void waitForOpening() throws InterruptedException {
        Opening next = openings.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
        if (next != null) {
            openings.add(next);
        }
    }

    /** Asks where the partition ends and has it read from there; asks again while Kafka is away. */
    private void open(int partition) {
        client.end(partition)
                .whenComplete(
                        (end, failure) -> {
                            if (failure == null) {
                                openings.add(new Opening(partition, end));
                                wakeUp();
                            } else if (!stopping && use(partition).stillWanted()) {
                                CompletableFuture.delayedExecutor(RETRY_MS, TimeUnit.MILLISECONDS)
                                        .execute(() -> open(partition));
                            }
                        });
    }

    private void wakeUp() {
        KafkaConsumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
    }

    private PartitionUse use(int partition) {
        return uses.computeIfAbsent(partition, p -> new PartitionUse());
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }
}
