package org.dungeontalk.gateway.presence;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.kafka.KafkaClients;
import org.dungeontalk.gateway.kafka.Topic;
import org.dungeontalk.gateway.kafka.TopicWatch;
import org.dungeontalk.gateway.kafka.UnreadableRecords;
import org.dungeontalk.gateway.lifecycle.VitalThreads;
import org.jboss.logging.Logger;

/**
 * Reads the presence topic from beginning to end, then follows it, and calls {@link PresenceState}
 * regularly. All of it runs on its own thread. After a failure, or when the topic was created
 * again, it starts from the beginning. It skips unreadable records.
 */
@Singleton
public class PresenceReader {
    private static final Logger LOG = Logger.getLogger(PresenceReader.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(10);
    private static final long TICK_MS = 100;
    private static final long RETRY_MS = 1_000;
    private static final long STOP_MS = 3_000;

    /**
     * The topic keeps deletions for an hour: after half of it without a record, reading restarts.
     */
    private static final long STALE_MS = TimeUnit.MINUTES.toMillis(30);

    private final KafkaClients client;
    private final UnreadableRecords unreadable;
    private final VitalThreads threads;
    private final TopicWatch watch;
    private final String topic;
    private final long heartBeatMillis;
    private final LongAdder records = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private PresenceState state;
    private Thread thread;
    private volatile boolean caughtUp;
    private volatile boolean leaving;
    private volatile boolean stopping;
    private boolean failureLogged;
    private boolean left;
    private long lastTick;
    private long lastBeat;
    private long lastRecord;

    PresenceReader(
            KafkaClients client,
            UnreadableRecords unreadable,
            VitalThreads threads,
            GatewayConfig config) {
        this.threads = threads;
        this.client = client;
        this.unreadable = unreadable;
        this.topic = config.presence().topic();
        this.watch = new TopicWatch(client, topic, 1);
        this.heartBeatMillis = config.presence().heartBeat().toMillis();
    }

    void start(PresenceState state) {
        this.state = state;
        watch.start(() -> {});
        thread = threads.named("presence").newThread(this::run);
        thread.start();
    }

    /** Removes this gateway's memberships from the topic; stops within 6 seconds. */
    void stop() throws InterruptedException {
        leaving = true;
        thread.join(STOP_MS);
        stopping = true;
        watch.stop();
        thread.join(STOP_MS);
        thread.interrupt();
    }

    /** Whether the topic has been read to its end. */
    boolean caughtUp() {
        return caughtUp;
    }

    /** Records read since the start. */
    long records() {
        return records.sum();
    }

    /** Records that no gateway wrote. */
    long skipped() {
        return skipped.sum();
    }

    private void run() {
        try {
            while (!stopping && !left) {
                threads.beat();
                Optional<Topic> there = watch.await(POLL);
                if (there.isPresent()) {
                    read(there.get());
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("The presence reader stops");
        }
    }

    /** Reads from the beginning of the topic until it is replaced. */
    private void read(Topic found) throws InterruptedException {
        caughtUp = false;
        try (KafkaConsumer<byte[], byte[]> made = client.consumer("gateway-presence")) {
            readToEnd(made);
            failureLogged = false;
            follow(made, found);
        } catch (OffsetOutOfRangeException e) {
            LOG.debugf("The next records to read were deleted from topic %s", topic);
            watch.ask();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            if (!failureLogged) {
                threads.failed("Reading the topic " + topic, e);
                failureLogged = true;
            }
            TimeUnit.MILLISECONDS.sleep(RETRY_MS);
        }
    }

    private void readToEnd(KafkaConsumer<byte[], byte[]> from) {
        TopicPartition partition = new TopicPartition(topic, 0);
        List<TopicPartition> only = List.of(partition);
        from.assign(only);
        from.seekToBeginning(only);
        long end = from.endOffsets(only, ASK_TIMEOUT).get(partition);
        threads.beat();
        state.reset();
        lastRecord = now();
        while (!stopping && from.position(partition, ASK_TIMEOUT) < end) {
            read(from);
        }
        caughtUp = true;
    }

    private void follow(KafkaConsumer<byte[], byte[]> from, Topic found)
            throws InterruptedException {
        while (!stopping && watch.now().equals(Optional.of(found))) {
            if (now() - lastRecord > STALE_MS) {
                throw new IllegalStateException(
                        "no record came for half an hour; reading starts from the beginning");
            }
            read(from);
            long now = now();
            if (now - lastTick >= TICK_MS) {
                lastTick = now;
                state.tick(now, Instant.now().truncatedTo(ChronoUnit.MILLIS));
                if (leaving && state.allWritten()) {
                    leaveTopic(from);
                    left = true;
                    return;
                }
                beat(now);
            }
        }
    }

    private void beat(long now) {
        if (now - lastBeat >= heartBeatMillis) {
            lastBeat = now;
            state.beat();
        }
    }

    private void leaveTopic(KafkaConsumer<byte[], byte[]> from) {
        state.deleteHeartBeat();
        while (!stopping && !state.allWritten()) {
            read(from);
        }
    }

    private void read(KafkaConsumer<byte[], byte[]> from) {
        threads.beat();
        for (ConsumerRecord<byte[], byte[]> record : unreadable.poll(from, POLL, (p, o) -> {})) {
            records.increment();
            lastRecord = now();
            PresenceRecordCodec.decode(record.key(), record.value())
                    .ifPresentOrElse(state::read, skipped::increment);
        }
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }
}
