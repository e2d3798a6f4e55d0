package org.dungeontalk.analytics.revocation;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
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
 * Knows whose tokens are void, from the compacted topic {@code revocations}.
 *
 * <p>One thread, {@code revocations-reader}, reads it from its beginning and follows it; what is
 * written there holds here within a second. While Kafka is away the last state known holds.
 * Questions may be asked from any thread and never wait. Until the topic was read to its end once,
 * every question fails with {@link RevocationsUnknown}: the service is not ready and answers 503.
 */
@Singleton
public class Revocations {

    private static final Logger LOG = Logger.getLogger(Revocations.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration READ_ANEW = Duration.ofSeconds(50);
    private static final long RETRY_MS = 1_000;
    private static final long START_MS = 5_000;
    private static final long STOP_MS = 5_000;

    private final Map<String, Object> kafka;
    private final String topic;
    private final LongAdder dropped = new LongAdder();
    private volatile RevokedPlayers players = new RevokedPlayers();
    private final LongAdder skipped = new LongAdder();
    private final CountDownLatch known = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "revocations-reader");
    private volatile WholeTopic reading;
    private volatile boolean stopping;

    Revocations(
            @Identifier("default-kafka-broker") Map<String, Object> kafka, AnalyticsConfig config) {
        this.kafka = kafka;
        this.topic = config.token().revocationsTopic();
        thread.setDaemon(true);
    }

    /** Whether the topic has been read to where it ended when reading began. */
    public boolean known() {
        return known.getCount() == 0;
    }

    /**
     * Whether a token of that player made at that moment is void.
     *
     * @throws RevocationsUnknown as long as the topic wasn't read
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

    /** Records that could not be used. */
    public long skipped() {
        return skipped.sum();
    }

    /** Revocations for which there was no place. */
    public long dropped() {
        return dropped.sum();
    }

    /**
     * Waits for the first reading, at most 5 seconds: then the port opens to a service that serves.
     */
    void start(@Observes StartupEvent event) throws InterruptedException {
        thread.start();
        if (!known.await(START_MS, TimeUnit.MILLISECONDS)) {
            LOG.warnf("No token is believed before topic %s is read", topic);
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
        boolean told = false;
        while (!stopping) {
            try (WholeTopic open = open()) {
                reading = open;
                follow(open);
                told = false;
            } catch (WakeupException e) {
                LOG.debug("The reader of revocations stops");
            } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
                if (!told) {
                    LOG.warnf("Waiting for topic %s: %s", topic, e);
                    told = true;
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
     * Reads everything anew and follows it for less than a minute, so that a topic with other
     * partitions or one that was made anew is read whole. What was known before holds until the
     * topic is read to its end; what the topic does not hold any more is forgotten then.
     */
    private void follow(WholeTopic from) {
        long began = System.nanoTime();
        RevokedPlayers read = new RevokedPlayers();
        while (!stopping && System.nanoTime() - began < READ_ANEW.toNanos()) {
            from.poll(POLL, this::skip).forEach(record -> take(read, record));
            if (players != read && from.isRead()) {
                players = read;
                if (!known()) {
                    known.countDown();
                    LOG.infof("%d players with revoked tokens", read.size());
                }
            }
        }
    }

    private void take(RevokedPlayers read, ConsumerRecord<byte[], byte[]> record) {
        long droppedBefore = read.dropped();
        if (!read.apply(record.key(), record.value())) {
            skip(record.topic() + "-" + record.partition() + " offset " + record.offset());
        }
        dropped.add(read.dropped() - droppedBefore);
    }

    private void skip(String place) {
        if (skipped.sum() == 0) {
            LOG.warnf("%s can't be used; further ones are only counted", place);
        }
        skipped.increment();
    }

    private WholeTopic open() {
        return WholeTopic.open(kafka, topic)
                .orElseThrow(() -> new IllegalStateException("there is no such topic"));
    }
}
