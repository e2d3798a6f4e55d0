package org.dungeontalk.persistence.consumer;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.dungeontalk.persistence.config.PersistenceConfig;
import org.dungeontalk.persistence.kafka.CurrentLog;
import org.dungeontalk.persistence.lifecycle.FailureReason;
import org.dungeontalk.persistence.store.LogEpochs;
import org.jboss.logging.Logger;

/**
 * Sets where assigned partitions are read from. A partition of a topic that is new to the service
 * is read from its beginning, whatever offset the group has committed: that offset may belong to a
 * former topic of the same name. Partitions are paused until Kafka and PostgreSQL have answered
 * which topic it is. Blocks the polling thread for a commit only.
 */
@ApplicationScoped
public class StartOffsets {

    private static final Logger LOG = Logger.getLogger(StartOffsets.class);
    private static final String CHANNEL = "game-messages";
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final AtomicInteger assignments = new AtomicInteger();
    private final KafkaClientService clients;
    private final CurrentLog log;
    private final LogEpochs epochs;
    private final Duration limit;

    StartOffsets(
            KafkaClientService clients,
            CurrentLog log,
            LogEpochs epochs,
            PersistenceConfig config) {
        this.clients = clients;
        this.log = log;
        this.epochs = epochs;
        this.limit = config.log().timeout();
    }

    /** Called on the polling thread. */
    void begin(Consumer<?, ?> consumer, Collection<TopicPartition> assigned) {
        consumer.pause(assigned);
        int assignment = assignments.incrementAndGet();
        Set<TopicPartition> partitions = Set.copyOf(assigned);
        Uni.createFrom()
                .deferred(() -> ready(assignment, partitions))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .onFailure()
                .invoke(
                        failure ->
                                LOG.debugf(
                                        "The start offsets of assigned partitions are not known;"
                                                + " reading them waits: %s",
                                        FailureReason.of(failure)))
                .onFailure()
                .retry()
                .withBackOff(FIRST, LONGEST)
                .indefinitely()
                .chain(newest -> newest ? resume(partitions) : Uni.createFrom().voidItem())
                .subscribe()
                .with(
                        nothing -> {},
                        failure ->
                                LOG.warnf(
                                        "The start offsets of assigned partitions are not known;"
                                                + " reading them waits: %s",
                                        FailureReason.of(failure)));
    }

    private Uni<Void> resume(Set<TopicPartition> partitions) {
        return consumer()
                .runOnPollingThread(
                        it -> {
                            it.resume(still(it, partitions));
                        });
    }

    /** False if there was another assignment meanwhile, which sees to its partitions itself. */
    private Uni<Boolean> ready(int assignment, Set<TopicPartition> partitions) {
        if (assignment != assignments.get()) {
            return Uni.createFrom().item(false);
        }
        Set<Integer> numbers =
                partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet());
        return log.number()
                .chain(
                        number ->
                                epochs.notBegun(number, numbers)
                                        .chain(fresh -> begin(number, partitions, fresh)))
                .map(done -> assignment == assignments.get());
    }

    private Uni<Void> begin(int number, Set<TopicPartition> partitions, Set<Integer> fresh) {
        if (fresh.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Set<TopicPartition> from = new HashSet<>(partitions);
        from.removeIf(it -> !fresh.contains(it.partition()));
        return consumer()
                .runOnPollingThread(
                        it -> {
                            return toBeginning(it, still(it, from));
                        })
                .chain(begun -> epochs.begun(number, begun));
    }

    private Set<Integer> toBeginning(Consumer<?, ?> consumer, Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        consumer.beginningOffsets(partitions, limit)
                .forEach((partition, at) -> offsets.put(partition, new OffsetAndMetadata(at)));
        consumer.commitSync(offsets, limit);
        offsets.forEach(consumer::seek);
        return partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet());
    }

    private static Set<TopicPartition> still(
            Consumer<?, ?> consumer, Set<TopicPartition> partitions) {
        Set<TopicPartition> still = new HashSet<>(partitions);
        still.retainAll(consumer.assignment());
        return still;
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return clients.getConsumer(CHANNEL);
    }
}
