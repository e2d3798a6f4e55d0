package org.dungeontalk.gateway.moderation;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.identity.Revocations;
import org.dungeontalk.gateway.kafka.KafkaClients;
import org.dungeontalk.gateway.kafka.Topic;
import org.dungeontalk.gateway.kafka.TopicWatch;
import org.dungeontalk.gateway.kafka.UnreadableRecords;
import org.dungeontalk.gateway.lifecycle.VitalThreads;
import org.dungeontalk.gateway.message.LogMessage;
import org.dungeontalk.gateway.message.Refusal;
import org.jboss.logging.Logger;

/**
 * Knows which players are muted and which tokens are void, from the compacted topics {@code
 * moderation} and {@code revocations}.
 *
 * <p>One thread, {@code moderation-reader}, reads both from their beginning and follows them; a new
 * record takes effect within a second. While Kafka is away the last known state applies. Any thread
 * may call the public methods; they never block. Until both topics have been read to their end,
 * {@link #known} is false: the gateway is not ready and refuses all clients.
 */
@Singleton
public class Moderation implements Revocations {
    private static final Logger LOG = Logger.getLogger(Moderation.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration SWEEP = Duration.ofMinutes(1);
    private static final long RETRY_MS = 1_000;
    private static final long START_MS = 5_000;
    private static final long STOP_MS = 5_000;

    private final KafkaClients client;
    private final String moderationTopic;
    private final UnreadableRecords unreadable;
    private final List<TopicWatch> topics;
    private volatile ModerationRules rules = new ModerationRules(Clock.systemUTC());
    private final LongAdder skipped = new LongAdder();
    private final VitalThreads threads;
    private final Thread thread;
    private volatile KafkaConsumer<byte[], byte[]> consumer;
    private final CountDownLatch known = new CountDownLatch(1);
    private volatile boolean stopping;
    private boolean failureLogged;

    Moderation(
            KafkaClients client,
            UnreadableRecords unreadable,
            VitalThreads threads,
            GatewayConfig config) {
        this.client = client;
        this.unreadable = unreadable;
        this.moderationTopic = config.moderation().topic();
        this.topics =
                Stream.of(moderationTopic, config.moderation().revocationsTopic())
                        .map(name -> new TopicWatch(client, name, 0))
                        .toList();
        this.threads = threads;
        this.thread = threads.named("moderation-reader").newThread(this::run);
    }

    /** Whether both topics have been read to the end they had when reading began. */
    @Override
    public boolean known() {
        return known.getCount() == 0;
    }

    /**
     * The refusal of a message whose sender is muted. A muted player may still join and leave
     * without words, and so play on.
     */
    public Optional<Refusal> refusalOf(LogMessage message) {
        return message.speaks()
                ? rules.mute(message.from()).map(Moderation::refusal)
                : Optional.empty();
    }

    private static Refusal refusal(ModerationRule.Muted mute) {
        String until = mute.ends().map(end -> " until " + end).orElse("");
        return Refusal.muted(
                "You are muted" + until + ".", mute.ends().orElse(null), mute.reason());
    }

    /** Whether a token of the player, issued at this time, is void. */
    @Override
    public boolean revoked(String playerId, Instant issued) {
        return rules.revoked(playerId, issued);
    }

    /** The player's current mute. */
    public Optional<ModerationRule.Muted> mute(String playerId) {
        return rules.mute(playerId);
    }

    /** Muted players. */
    public int muted() {
        return rules.muted();
    }

    /** Players with revoked tokens. */
    public int revoked() {
        return rules.revoked();
    }

    /** Records that could not be used. */
    public long skipped() {
        return skipped.sum();
    }

    /** Moderation rules dropped for lack of space. */
    public long dropped() {
        return rules.dropped();
    }

    /**
     * Waits up to 5 seconds for the first reading, so that the port opens to a gateway that serves.
     */
    void start(@Observes StartupEvent event) throws InterruptedException {
        topics.forEach(t -> t.start(this::wakeUp));
        thread.start();
        if (!known.await(START_MS, TimeUnit.MILLISECONDS)) {
            LOG.warn(
                    "No client is accepted until the topics of mutes and revocations have been"
                            + " read");
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        topics.forEach(TopicWatch::stop);
        wakeUp();
        thread.join(STOP_MS);
        thread.interrupt();
    }

    private void wakeUp() {
        KafkaConsumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
    }

    private void run() {
        try {
            while (!stopping) {
                threads.beat();
                List<Topic> existing = existing();
                if (existing.size() == topics.size()) {
                    read(existing);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("The moderation reader stops");
        }
    }

    /** The topics that exist now; waits a moment for each missing one. */
    private List<Topic> existing() throws InterruptedException {
        List<Topic> found = new ArrayList<>();
        for (TopicWatch topic : topics) {
            topic.await(POLL).ifPresent(found::add);
        }
        return found;
    }

    private void read(List<Topic> existing) throws InterruptedException {
        try (KafkaConsumer<byte[], byte[]> made = client.consumer("gateway-moderation")) {
            consumer = made;
            follow(made, existing);
        } catch (WakeupException e) {
            LOG.debug("A topic was created again, or the reader stops");
        } catch (OffsetOutOfRangeException e) {
            LOG.debugf("The next records to read were deleted: %s", e.getMessage());
            topics.forEach(TopicWatch::ask);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            if (!failureLogged) {
                threads.failed("Reading moderation and revocations", e);
                failureLogged = true;
            }
            TimeUnit.MILLISECONDS.sleep(RETRY_MS);
        }
    }

    /**
     * Reads the topics from their beginning. The previous rules stay in effect until the end is
     * reached; then the new ones replace them.
     */
    private void follow(KafkaConsumer<byte[], byte[]> from, List<Topic> existing) {
        List<TopicPartition> all = partitions(existing);
        ModerationRules reading = new ModerationRules(Clock.systemUTC());
        from.assign(all);
        from.seekToBeginning(all);
        Map<TopicPartition, Long> ends = from.endOffsets(all);
        long swept = System.nanoTime();
        while (!stopping && unchanged(existing)) {
            threads.beat();
            unreadable.poll(from, POLL, (p, o) -> {}).forEach(r -> take(r, reading));
            if (rules != reading
                    && ends.keySet().stream().allMatch(p -> from.position(p) >= ends.get(p))) {
                replaceRules(reading);
            }
            if (System.nanoTime() - swept > SWEEP.toNanos()) {
                reading.sweep();
                swept = System.nanoTime();
            }
        }
    }

    private void replaceRules(ModerationRules read) {
        LOG.infof(
                "Mutes and revocations read: %d players are muted, %d have revoked tokens",
                read.muted(), read.revoked());
        rules = read;
        failureLogged = false;
        known.countDown();
    }

    private boolean unchanged(List<Topic> existing) {
        return topics.stream().flatMap(t -> t.now().stream()).toList().equals(existing);
    }

    private static List<TopicPartition> partitions(List<Topic> existing) {
        return existing.stream()
                .flatMap(
                        topic ->
                                IntStream.range(0, topic.partitions())
                                        .mapToObj(p -> new TopicPartition(topic.name(), p)))
                .toList();
    }

    private void take(ConsumerRecord<byte[], byte[]> record, ModerationRules into) {
        Optional<ModerationRule> rule =
                record.topic().equals(moderationTopic)
                        ? ModerationRuleDecoder.moderation(record.key(), record.value())
                        : ModerationRuleDecoder.revocation(record.key(), record.value());
        rule.ifPresentOrElse(into::apply, () -> skip(record));
    }

    private void skip(ConsumerRecord<byte[], byte[]> record) {
        if (skipped.sum() == 0) {
            LOG.warnf(
                    "Skipped %s-%d offset %d: it is damaged or breaks the contract. Further ones"
                            + " are only counted",
                    record.topic(), record.partition(), record.offset());
        }
        skipped.increment();
    }
}
