package org.dungeontalk.persistence.revocation;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.dungeontalk.persistence.config.PersistenceConfig;
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
    private static final int METADATA_AGE_MS = 30_000;
    private static final long RETRY_MS = 1_000;
    private static final long START_MS = 5_000;
    private static final long STOP_MS = 5_000;

    private final Map<String, Object> kafka;
    private final String topic;
    private final long rereadNanos;
    private final LongAdder skipped = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final CountDownLatch known = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "revocations-reader");
    private volatile RevokedPlayers players = new RevokedPlayers(dropped);
    private volatile KafkaConsumer<byte[], byte[]> consumer;
    private volatile boolean stopping;

    @Inject
    Revocations(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            PersistenceConfig config) {
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
        KafkaConsumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
        thread.join(STOP_MS);
        thread.interrupt();
    }

    private void run() {
        boolean failureLogged = false;
        while (!stopping) {
            try (KafkaConsumer<byte[], byte[]> made = open()) {
                consumer = made;
                follow(made);
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
    private void follow(KafkaConsumer<byte[], byte[]> from) {
        List<TopicPartition> all = partitions(from);
        RevokedPlayers reading = new RevokedPlayers(dropped);
        from.assign(all);
        from.seekToBeginning(all);
        Map<TopicPartition, Long> ends = from.endOffsets(all);
        long began = System.nanoTime();
        while (!stopping && System.nanoTime() - began < rereadNanos) {
            poll(from, ends, reading);
            if (players != reading && all.stream().allMatch(p -> from.position(p) >= ends.get(p))) {
                replace(reading);
            }
        }
    }

    private void replace(RevokedPlayers read) {
        players = read;
        if (!known()) {
            known.countDown();
            LOG.infof("Revocations read: %d players have revoked tokens", read.size());
        }
    }

    private void poll(
            KafkaConsumer<byte[], byte[]> from,
            Map<TopicPartition, Long> ends,
            RevokedPlayers reading) {
        try {
            for (ConsumerRecord<byte[], byte[]> record : from.poll(POLL)) {
                take(record, reading);
                long end = ends.get(new TopicPartition(record.topic(), record.partition()));
                if (players != reading && record.offset() >= end) {
                    players.apply(record.key(), record.value());
                }
            }
        } catch (KafkaException e) {
            TopicPartition damaged =
                    ends.keySet().stream()
                            .filter(p -> unreadable(e, p))
                            .findFirst()
                            .orElseThrow(() -> e);
            long offset = from.position(damaged);
            skip(damaged + " offset " + offset);
            from.seek(damaged, offset + 1);
        }
    }

    /**
     * Whether the exception says that the next record of that partition is damaged. Kafka's
     * consumer names the partition only in the exception's text.
     */
    private static boolean unreadable(KafkaException e, TopicPartition partition) {
        String said = e.getMessage() == null ? "" : e.getMessage();
        return said.contains("seek past the record") && said.contains(" " + partition + ".")
                || said.contains("is invalid, cause") && said.contains(" " + partition + " ")
                || said.contains("corrupt message when") && said.endsWith(" " + partition);
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> from) {
        List<PartitionInfo> found = from.partitionsFor(topic);
        if (found == null || found.isEmpty()) {
            throw new IllegalStateException("there is no such topic");
        }
        return found.stream().map(p -> new TopicPartition(topic, p.partition())).toList();
    }

    private void take(ConsumerRecord<byte[], byte[]> record, RevokedPlayers into) {
        if (!into.apply(record.key(), record.value())) {
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

    private KafkaConsumer<byte[], byte[]> open() {
        return new KafkaConsumer<>(
                settings(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * @param kafka settings of Kafka's clients
     */
    static Map<String, Object> settings(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.keySet().retainAll(ConsumerConfig.configNames());
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.putIfAbsent(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_AGE_MS);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return settings;
    }
}
