package org.dungeontalk.persistence.consumer;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.dungeontalk.persistence.config.PersistenceConfig;
import org.dungeontalk.persistence.ingest.DeadLetter;
import org.dungeontalk.persistence.ingest.DeadLetters;
import org.dungeontalk.persistence.ingest.IngestMetrics;
import org.dungeontalk.persistence.kafka.LogInspector;
import org.dungeontalk.persistence.kafka.UnreadableRange;
import org.dungeontalk.persistence.lifecycle.Dependencies;
import org.dungeontalk.persistence.lifecycle.DependencyName;
import org.dungeontalk.persistence.lifecycle.FailureReason;
import org.jboss.logging.Logger;

/**
 * Skips records that cannot be read. One of them makes every poll of the group's consumer fail, for
 * all partitions. So its partition is paused, the next readable record is searched, the skipped
 * offsets go to the dead letters, and then the partition continues behind them. The other
 * partitions continue meanwhile.
 *
 * <p>Checks on the polling thread and reads on a worker thread. Blocks neither the poll nor an
 * event loop. Skipped offsets are committed when all offsets before them are.
 */
@ApplicationScoped
class UnreadableWatch {

    private static final Logger LOG = Logger.getLogger(UnreadableWatch.class);
    private static final String CHANNEL = "game-messages";

    /** Unchanged at the third check, a second apart: then the partition counts as stuck. */
    private static final Duration STUCK = Duration.ofMillis(1_500);

    private final StuckPartitions stuck = new StuckPartitions(STUCK);
    private final Set<Integer> passing = ConcurrentHashMap.newKeySet();
    private final SkippedOffsets skipped = new SkippedOffsets();
    private final KafkaClientService clients;
    private final LogInspector inspector;
    private final DeadLetters deadLetters;
    private final Dependencies dependencies;
    private final IngestMetrics metrics;
    private final String topic;

    UnreadableWatch(
            KafkaClientService clients,
            LogInspector inspector,
            DeadLetters deadLetters,
            Dependencies dependencies,
            IngestMetrics metrics,
            PersistenceConfig config) {
        this.clients = clients;
        this.inspector = inspector;
        this.deadLetters = deadLetters;
        this.dependencies = dependencies;
        this.metrics = metrics;
        this.topic = config.log().topic();
    }

    /** Never fails. */
    @Scheduled(
            every = "1s",
            skipExecutionIf = Scheduled.ApplicationNotRunning.class,
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> check() {
        return Uni.createFrom()
                .deferred(
                        () ->
                                consumer()
                                        .runOnPollingThread(
                                                it -> {
                                                    return stuck(it);
                                                }))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .onItem()
                .transformToMulti(places -> Multi.createFrom().iterable(places.entrySet()))
                .invoke(place -> begin(place.getKey(), place.getValue()))
                .collect()
                .last()
                .chain(() -> commitSkipped())
                .onFailure()
                .invoke(failure -> LOG.debugf("Checking the partitions failed: %s", failure))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return clients.getConsumer(CHANNEL);
    }

    /** On the polling thread: the positions of partitions that are stuck. */
    private Map<Integer, Long> stuck(Consumer<byte[], byte[]> consumer) {
        Set<TopicPartition> running = new HashSet<>(consumer.assignment());
        running.removeAll(consumer.paused());
        Map<Integer, Long> positions = new HashMap<>();
        for (TopicPartition partition : running) {
            if (consumer.currentLag(partition).orElse(0) > 0) {
                positions.put(partition.partition(), consumer.position(partition, Duration.ZERO));
            }
        }
        return stuck.check(positions, Instant.now());
    }

    /** On a worker thread: blocks until Kafka has answered whether the record can be read. */
    private void begin(int partition, long from) {
        if (!passing.add(partition)) {
            return;
        }
        try {
            Optional<UnreadableRange> found =
                    inspector.findUnreadable(
                            partition, from, () -> pauseUnreadable(partition, from));
            if (found.isPresent()) {
                pass(found.get());
            } else {
                passing.remove(partition);
            }
        } catch (RuntimeException | LinkageError failure) {
            LOG.debugf(
                    "Kafka did not answer whether offset %d can be read: %s",
                    from, FailureReason.of(failure));
            resume(partition, Optional.empty());
        }
    }

    private void pauseUnreadable(int partition, long from) {
        dependencies
                .get(DependencyName.RECORDS)
                .failed(topic + "-" + partition + " can't be read at " + from);
        consumer()
                .runOnPollingThread(
                        it -> {
                            TopicPartition paused = new TopicPartition(topic, partition);
                            if (it.assignment().contains(paused)) {
                                it.pause(List.of(paused));
                            }
                        })
                .subscribe()
                .with(nothing -> {}, failure -> LOG.debugf("Pausing failed: %s", failure));
    }

    /** Waits for the dead-letter topic without a limit; the other partitions continue. */
    private void pass(UnreadableRange found) {
        deadLetters
                .send(List.of(DeadLetter.of(found, topic)))
                .subscribe()
                .with(
                        sent -> {
                            LOG.warnf(
                                    "%s-%d can't be read at offsets %d to %d; they are skipped: %s",
                                    topic,
                                    found.partition(),
                                    found.from(),
                                    found.upto() - 1,
                                    found.why());
                            metrics.unreadable(found.offsets());
                            resume(found.partition(), Optional.of(found));
                        },
                        failure -> resume(found.partition(), Optional.empty()));
    }

    private void resume(int partition, Optional<UnreadableRange> behind) {
        consumer()
                .runOnPollingThread(
                        it -> {
                            TopicPartition paused = new TopicPartition(topic, partition);
                            if (it.assignment().contains(paused)) {
                                behind.ifPresent(found -> seek(it, paused, found));
                                it.resume(List.of(paused));
                            }
                        })
                .onTermination()
                .invoke(() -> resumed(partition))
                .subscribe()
                .with(nothing -> {}, failure -> LOG.debugf("Resuming failed: %s", failure));
    }

    private void seek(
            Consumer<byte[], byte[]> consumer, TopicPartition partition, UnreadableRange found) {
        if (consumer.position(partition, Duration.ofSeconds(1)) == found.from()) {
            consumer.seek(partition, found.upto());
            skipped.add(partition, found);
        }
    }

    private void resumed(int partition) {
        passing.remove(partition);
        if (passing.isEmpty()) {
            dependencies.get(DependencyName.RECORDS).answered();
        }
    }

    /** Commits skipped offsets once the group has committed everything before them. */
    private Uni<Void> commitSkipped() {
        return skipped.isEmpty()
                ? Uni.createFrom().voidItem()
                : consumer()
                        .runOnPollingThread(
                                it -> {
                                    skipped.commit(it);
                                });
    }
}
