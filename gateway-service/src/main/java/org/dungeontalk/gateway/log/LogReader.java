package org.dungeontalk.gateway.log;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
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
    private final boolean traced;
    private final Wanted wanted;
    private final LongAdder records = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final TailMemory memory;
    private final ConcurrentHashMap<Integer, PartitionTail> tails = new ConcurrentHashMap<>();
    private final SentIds ids;
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final Map<TopicPartition, Long> opening = new HashMap<>();
    private volatile int partitionsRead;
    private volatile LogTopic topic;
    private volatile KafkaConsumer<byte[], byte[]> consumer;
    private volatile boolean stopping;
    private Thread thread;

    LogReader(LogClient client, GatewayConfig config) {
        this.client = client;
        this.graceMillis = config.log().partitionGrace().toMillis();
        this.traced = config.trace().endpoint().isPresent();
        RetryWindow window = RetryWindow.of(config.log());
        this.wanted = new Wanted(client, window.lookBackMillis(), this::wakeUp);
        this.ids = new SentIds(config.log().sentIdsBytes(), window.keepMillis());
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
        wanted.stop();
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
        wanted.retain(topic.partitionOf(roomId));
    }

    /** A room has no members any more; its partition is read for the grace time yet. */
    public void release(String roomId) {
        wanted.release(topic.partitionOf(roomId), now());
    }

    /**
     * Completes when the room's partition is being read, on any thread; while Kafka is away, later.
     */
    public CompletionStage<Void> position(String roomId) {
        return wanted.position(topic.partitionOf(roomId));
    }

    /**
     * The ids of what was logged lately; those of a room are there once {@link #position} has
     * completed.
     */
    SentIds ids() {
        return ids;
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

    /** Retries that were logged again and delivered to nobody. */
    public long repeated() {
        return repeated.sum();
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
                wanted.await(POLL.toMillis());
                continue;
            }
            try {
                deliver(from.poll(POLL), listener);
                opened(from);
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
        long now = System.currentTimeMillis();
        for (ConsumerRecord<byte[], byte[]> record : read) {
            records.increment();
            bytes.add(Math.max(0, record.serializedValueSize()));
            Optional<LogRecord> message = RecordDecoder.decode(record, traced);
            if (message.isEmpty()) {
                skipped.increment();
            } else if (ids.first(message.get(), now)) {
                messages.add(message.get());
            } else {
                repeated.increment();
            }
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
        if (!wanted.closeIfUnused(partition.partition(), now(), graceMillis)) {
            return false;
        }
        ids.forget(partition.partition());
        memory.drop(tails.remove(partition.partition()));
        return true;
    }

    private void assign(KafkaConsumer<byte[], byte[]> reader) {
        List<Wanted.Opening> added = wanted.take();
        boolean closed = next.keySet().removeIf(this::closeIfUnused);
        if (added.isEmpty() && !closed) {
            return;
        }
        for (Wanted.Opening one : added) {
            TopicPartition partition = new TopicPartition(topic.name(), one.partition());
            startAt(partition, one.from());
            opening.put(partition, one.end());
        }
        reader.assign(next.keySet());
        opening.keySet().forEach(p -> reader.seek(p, next.get(p)));
        partitionsRead = next.size();
        opened(reader);
    }

    /** Tells those who wait for a partition once what came before them was read. */
    private void opened(KafkaConsumer<byte[], byte[]> reader) {
        if (opening.isEmpty()) {
            return;
        }
        opening.entrySet()
                .removeIf(
                        e -> {
                            if (reader.position(e.getKey()) < e.getValue()) {
                                return false;
                            }
                            wanted.opened(e.getKey().partition());
                            return true;
                        });
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
