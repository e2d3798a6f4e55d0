package org.dungeontalk.gateway.moderation;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.dungeontalk.gateway.GatewayConfig;
import org.dungeontalk.gateway.log.LogClient;
import org.dungeontalk.gateway.message.ErrorCode;
import org.dungeontalk.gateway.message.LogMessage;
import org.dungeontalk.gateway.message.Refusal;
import org.jboss.logging.Logger;

/**
 * Knows who is muted and whose tokens are void, from the compacted topics {@code moderation} and
 * {@code revocations}.
 *
 * <p>One thread, {@code moderation-reader}, reads both from their beginning and follows them; what
 * is written there holds here within a second. While Kafka is away the last state known holds.
 * Questions may be asked from any thread and never wait. Until both topics have been read to their
 * end, {@link #known} is false: the gateway is not ready and lets nobody in.
 */
@Singleton
public class Moderation {
    private static final Logger LOG = Logger.getLogger(Moderation.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration LOOK_AROUND = Duration.ofMinutes(1);
    private static final long RETRY_MS = 1_000;
    private static final long START_MS = 5_000;
    private static final long STOP_MS = 5_000;

    private final LogClient client;
    private final String moderationTopic;
    private final List<String> topics;
    private final Rulings rulings = new Rulings(Clock.systemUTC());
    private final LongAdder skipped = new LongAdder();
    private final Thread thread = new Thread(this::run, "moderation-reader");
    private volatile KafkaConsumer<byte[], byte[]> consumer;
    private final CountDownLatch known = new CountDownLatch(1);
    private volatile boolean stopping;

    Moderation(LogClient client, GatewayConfig config) {
        this.client = client;
        this.moderationTopic = config.moderation().topic();
        this.topics = List.of(moderationTopic, config.moderation().revocationsTopic());
        thread.setDaemon(true);
    }

    /** Whether both topics have been read to where they ended when reading began. */
    public boolean known() {
        return known.getCount() == 0;
    }

    /**
     * The refusal of a message whose sender is muted. Coming and going without a word of one's own
     * stays allowed: a muted player may play on, unheard.
     */
    public Optional<Refusal> silences(LogMessage message) {
        return message.speaks()
                ? rulings.mute(message.from()).map(Moderation::refusal)
                : Optional.empty();
    }

    private static Refusal refusal(Ruling.Muted mute) {
        return mute.untilLifted()
                ? new Refusal(ErrorCode.MUTED, "You are muted.", null)
                : new Refusal(
                        ErrorCode.MUTED, "You are muted until " + mute.until() + ".", mute.until());
    }

    /** Whether a token of that player made at that moment is void. */
    public boolean revoked(String playerId, Instant issued) {
        return rulings.revoked(playerId, issued);
    }

    /** The mute that holds of the player now. */
    Optional<Ruling.Muted> mute(String playerId) {
        return rulings.mute(playerId);
    }

    /** Muted players. */
    public int muted() {
        return rulings.muted();
    }

    /** Players with revoked tokens. */
    public int revoked() {
        return rulings.revoked();
    }

    /** Records that could not be used. */
    public long skipped() {
        return skipped.sum();
    }

    /** Rulings for which there was no place. */
    public long dropped() {
        return rulings.dropped();
    }

    /**
     * Waits for the first reading, at most 5 seconds: then the port opens to a gateway that serves.
     */
    void start(@Observes StartupEvent event) throws InterruptedException {
        thread.start();
        if (!known.await(START_MS, TimeUnit.MILLISECONDS)) {
            LOG.warnf("Nobody is let in before %s are read", topics);
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
        boolean told = false;
        while (!stopping) {
            try (KafkaConsumer<byte[], byte[]> made = client.consumer("gateway-moderation")) {
                consumer = made;
                follow(made);
            } catch (WakeupException e) {
                LOG.debug("The reader of moderation stops");
            } catch (RuntimeException e) {
                if (!told) {
                    LOG.warnf("Waiting for %s: %s", topics, e.getMessage());
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

    /** Reads everything anew; what is known meanwhile goes on to hold. */
    private void follow(KafkaConsumer<byte[], byte[]> from) {
        List<TopicPartition> all = partitions(from);
        from.assign(all);
        from.seekToBeginning(all);
        Map<TopicPartition, Long> ends = from.endOffsets(all);
        long looked = System.nanoTime();
        while (!stopping) {
            from.poll(POLL).forEach(this::take);
            if (!known() && ends.keySet().stream().allMatch(p -> from.position(p) >= ends.get(p))) {
                known.countDown();
                LOG.infof(
                        "%d muted players, %d with revoked tokens",
                        rulings.muted(), rulings.revoked());
            }
            if (System.nanoTime() - looked > LOOK_AROUND.toNanos()) {
                rulings.sweep();
                if (!all.equals(partitions(from))) {
                    throw new IllegalStateException("the topics have other partitions now");
                }
                looked = System.nanoTime();
            }
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> from) {
        return topics.stream()
                .flatMap(
                        topic -> {
                            List<PartitionInfo> found = from.partitionsFor(topic);
                            if (found == null || found.isEmpty()) {
                                throw new IllegalStateException("there is no topic " + topic);
                            }
                            return found.stream()
                                    .map(p -> new TopicPartition(topic, p.partition()));
                        })
                .sorted((a, b) -> a.toString().compareTo(b.toString()))
                .collect(Collectors.toList());
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        Optional<Ruling> ruling =
                record.topic().equals(moderationTopic)
                        ? RulingDecoder.moderation(record.key(), record.value())
                        : RulingDecoder.revocation(record.key(), record.value());
        ruling.ifPresentOrElse(rulings::apply, () -> skip(record));
    }

    private void skip(ConsumerRecord<byte[], byte[]> record) {
        if (skipped.sum() == 0) {
            LOG.warnf(
                    "%s-%d offset %d can't be used; further ones are only counted",
                    record.topic(), record.partition(), record.offset());
        }
        skipped.increment();
    }
}
