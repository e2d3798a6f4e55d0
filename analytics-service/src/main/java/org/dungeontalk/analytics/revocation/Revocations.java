package org.dungeontalk.analytics.revocation;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.dungeontalk.analytics.config.AnalyticsConfig;
import org.dungeontalk.analytics.topic.WholeTopic;
import org.jboss.logging.Logger;

/**
 * The revocations of the compacted topic {@code revocations}.
 *
 * <p>One thread, {@code revocations-reader}, reads it from its beginning and follows it. A new
 * record takes effect within a second. While Kafka is away the last known state applies. Any thread
 * may query it, without waiting. Before the topic has been read once to its end, every query fails
 * with {@link RevocationsUnknown}: the service is not ready and answers 503.
 */
@Singleton
public class Revocations {

    private static final Logger LOG = Logger.getLogger(Revocations.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration REREAD_INTERVAL = Duration.ofSeconds(50);
    private static final long RETRY_MS = 1_000;
    private static final long START_MS = 5_000;
    private static final long STOP_MS = 5_000;

    private final Map<String, Object> kafka;
    private final String topic;
    private final long rereadNanos;
    private final LongAdder dropped = new LongAdder();
    private volatile RevokedPlayers players = new RevokedPlayers(dropped);
    private final LongAdder skipped = new LongAdder();
    private final CountDownLatch known = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "revocations-reader");
    private volatile WholeTopic reading;
    private volatile boolean stopping;

    @Inject
    Revocations(
            @Identifier("default-kafka-broker") Map<String, Object> kafka, AnalyticsConfig config) {
        this(kafka, config.token().revocationsTopic(), REREAD_INTERVAL);
    }

    /**
     * @param rereadInterval after which the topic is read again from its beginning
     */
    Revocations(Map<String, Object> kafka, String topic, Duration rereadInterval) {
        this.kafka = kafka;
        this.topic = topic;
        this.rereadNanos = rereadInterval.toNanos();
        thread.setDaemon(true);
    }

    /** Whether the topic has been read up to its end at the start of reading. */
    public boolean known() {
        return known.getCount() == 0;
    }

    /**
     * Whether a token of this player issued at this time is void.
     *
     * @throws RevocationsUnknown before the topic has been read
     */
    public boolean revoked(String playerId, Instant issued) {
        if (!known()) {
            throw new RevocationsUnknown();
        }
        return players.revoked(playerId, issued);
    }

    /** Players with revoked tokens. */
    public int revoked() {
        return players.size();
    }

    /** Records that could not be read. */
    public long skipped() {
        return skipped.sum();
    }

    /** Revocations dropped because the bound was reached. */
    public long dropped() {
        return dropped.sum();
    }

    /**
     * Waits at most 5 seconds for the first reading, so that requests rarely meet an unready
     * service.
     */
    void start(@Observes StartupEvent event) throws InterruptedException {
        thread.start();
        if (!known.await(START_MS, TimeUnit.MILLISECONDS)) {
            LOG.warnf("Every token gets 503 until topic %s has been read", topic);
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        WholeTopic open = reading;
        if (open != null) {
            open.wakeUp();
        }
        thread.join(STOP_MS);
        thread.interrupt();
    }

    private void run() {
        boolean failureLogged = false;
        while (!stopping) {
            try (WholeTopic open = open()) {
                reading = open;
                follow(open);
                failureLogged = false;
            } catch (WakeupException e) {
                LOG.debug("The revocations reader stops");
            } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
                if (!failureLogged) {
                    LOG.warnf("Waiting for topic %s: %s", topic, e);
                    failureLogged = true;
                }
                pause();
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_MS);
        } catch (InterruptedException e) {
            stopping = true;
        }
    }

    /**
     * Reads the whole topic and follows it for less than a minute. So a topic with new partitions,
     * or a replaced one, is read completely. The previous state applies until the topic is read to
     * its end; then revocations that it no longer has are dropped.
     */
    private void follow(WholeTopic from) {
        long began = System.nanoTime();
        RevokedPlayers read = new RevokedPlayers(dropped);
        while (!stopping && System.nanoTime() - began < rereadNanos) {
            from.poll(POLL, this::skip).forEach(record -> take(read, record));
            if (players != read && from.isRead()) {
                players = read;
                if (!known()) {
                    known.countDown();
                    LOG.infof("Revocations read: %d players have revoked tokens", read.size());
                }
            }
        }
    }

    private void take(RevokedPlayers read, ConsumerRecord<byte[], byte[]> record) {
        if (!read.apply(record.key(), record.value())) {
            skip(record.topic() + "-" + record.partition() + " offset " + record.offset());
        }
    }

    private void skip(String place) {
        if (skipped.sum() == 0) {
            LOG.warnf(
                    "Skipped %s: it is damaged or breaks the contract. Further ones are only"
                            + " counted",
                    place);
        }
        skipped.increment();
    }

    private WholeTopic open() {
        return WholeTopic.open(kafka, topic)
                .orElseThrow(() -> new IllegalStateException("there is no such topic"));
    }
}
