package org.dungeontalk.gateway.presence;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.dungeontalk.gateway.GatewayConfig;
import org.dungeontalk.gateway.log.LogClient;
import org.jboss.logging.Logger;

/**
 * Reads the topic from its beginning to its end, then follows it, and gives the state its turns. A
 * thread of its own does all of it. After a failure it reads everything anew.
 */
@Singleton
public class PresenceLog {
    private static final Logger LOG = Logger.getLogger(PresenceLog.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(10);
    private static final long TICK_MS = 100;
    private static final long RETRY_MS = 1_000;
    private static final long STOP_MS = 3_000;

    /**
     * Deletions are kept in the topic for an hour: who has heard nothing for half of it begins
     * anew.
     */
    private static final long STALE_MS = TimeUnit.MINUTES.toMillis(30);

    private final LogClient client;
    private final String topic;
    private final long heartBeatMillis;
    private final LongAdder records = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private PresenceState state;
    private Thread thread;
    private volatile boolean caughtUp;
    private volatile boolean leaving;
    private volatile boolean stopping;
    private long lastTick;
    private long lastBeat;
    private long lastRecord;

    PresenceLog(LogClient client, GatewayConfig config) {
        this.client = client;
        this.topic = config.presence().topic();
        this.heartBeatMillis = config.presence().heartBeat().toMillis();
    }

    void start(PresenceState state) {
        this.state = state;
        thread = new Thread(this::run, "presence");
        thread.setDaemon(true);
        thread.start();
    }

    /** Gives this gateway's seats back; stops within 6 seconds. */
    void stop() throws InterruptedException {
        leaving = true;
        thread.join(STOP_MS);
        stopping = true;
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

    /** Records that nobody of us wrote. */
    long skipped() {
        return skipped.sum();
    }

    private void run() {
        try {
            for (boolean told = false; !stopping; told = true) {
                try (KafkaConsumer<byte[], byte[]> made = client.consumer("gateway-presence")) {
                    readToEnd(made);
                    follow(made);
                    return;
                } catch (RuntimeException e) {
                    if (caughtUp) {
                        LOG.errorf(e, "Following the topic %s failed; reading it anew", topic);
                    } else if (!told) {
                        LOG.warnf("Waiting for the topic %s: %s", topic, e.getMessage());
                    }
                    TimeUnit.MILLISECONDS.sleep(RETRY_MS);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("Presence stops");
        }
    }

    private void readToEnd(KafkaConsumer<byte[], byte[]> from) {
        caughtUp = false;
        int partitions = from.partitionsFor(topic, ASK_TIMEOUT).size();
        if (partitions != 1) {
            throw new IllegalStateException("it must have 1 partition and has " + partitions);
        }
        TopicPartition partition = new TopicPartition(topic, 0);
        List<TopicPartition> only = List.of(partition);
        from.assign(only);
        from.seekToBeginning(only);
        long end = from.endOffsets(only, ASK_TIMEOUT).get(partition);
        state.reset();
        lastRecord = now();
        while (!stopping && from.position(partition, ASK_TIMEOUT) < end) {
            read(from);
        }
        caughtUp = true;
    }

    private void follow(KafkaConsumer<byte[], byte[]> from) throws InterruptedException {
        while (!stopping) {
            if (now() - lastRecord > STALE_MS) {
                throw new IllegalStateException("nothing came for half an hour");
            }
            read(from);
            long now = now();
            if (now - lastTick >= TICK_MS) {
                lastTick = now;
                state.tick(now, Instant.now());
                if (leaving && state.told()) {
                    sayFarewell(from);
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

    private void sayFarewell(KafkaConsumer<byte[], byte[]> from) {
        state.farewell();
        while (!stopping && !state.told()) {
            read(from);
        }
    }

    private void read(KafkaConsumer<byte[], byte[]> from) {
        for (ConsumerRecord<byte[], byte[]> record : from.poll(POLL)) {
            records.increment();
            lastRecord = now();
            RecordCodec.decode(record.key(), record.value())
                    .ifPresentOrElse(state::read, skipped::increment);
        }
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }
}
