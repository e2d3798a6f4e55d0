package org.dungeontalk.analytics.ingest;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.dungeontalk.analytics.anomaly.Raid.RaidMessage;
import org.dungeontalk.analytics.config.AnalyticsConfig;
import org.dungeontalk.analytics.decode.Decoded.Readable;
import org.dungeontalk.analytics.decode.RecordDecoder;
import org.dungeontalk.analytics.message.GameMessage;
import org.dungeontalk.analytics.notice.OutboxPublisher;
import org.dungeontalk.analytics.store.BatchStore;
import org.dungeontalk.analytics.store.MessageIdClaim;
import org.dungeontalk.analytics.store.PartitionUpdate;
import org.dungeontalk.analytics.store.ProgressConflictException;
import org.dungeontalk.analytics.store.RecordPosition;
import org.dungeontalk.analytics.store.WriteFailure;
import org.dungeontalk.analytics.trace.MessageTrace;

/**
 * Processes polls. It claims the ids that senders chose, then each partition's state sees its
 * records. To write, it first writes dead letters, then the texts that may belong to raids, which
 * it compares with those of all instances, then in one transaction all effects and the progress. So
 * progress never passes a record before its dead letter is safe.
 *
 * <p>Used on the reading thread. Waits for PostgreSQL without a time limit.
 */
@ApplicationScoped
public class BatchProcessor {

    private static final int LETTERS_AT_ONCE = 64;

    private final RecordDecoder decoder = new RecordDecoder();
    private final BatchStore store;
    private final DeadLetters deadLetters;
    private final EndlessRetry retry;
    private final IngestMetrics metrics;
    private final OutboxPublisher outbox;
    private final StateUpdater updater;
    private final Clock clock;
    private final AnalyticsConfig.Windows windows;

    BatchProcessor(
            BatchStore store,
            DeadLetters deadLetters,
            EndlessRetry retry,
            IngestMetrics metrics,
            OutboxPublisher outbox,
            StateUpdater updater,
            Clock clock,
            AnalyticsConfig config) {
        this.store = store;
        this.deadLetters = deadLetters;
        this.retry = retry;
        this.metrics = metrics;
        this.outbox = outbox;
        this.updater = updater;
        this.clock = clock;
        this.windows = config.windows();
    }

    /**
     * Gives all records to the states of the partitions. First it claims the ids that senders
     * chose.
     *
     * @throws PoisonRecordException if a record can't be counted: discard what the states have seen
     */
    void process(
            String epoch,
            Map<AssignedPartition, List<IncomingRecord>> incoming,
            Batch batch,
            Waiter waiter) {
        int count = incoming.values().stream().mapToInt(List::size).sum();
        metrics.received(count);
        batch.polled(count);
        try {
            updater.observe(incoming, claim(epoch, incoming.values(), waiter), batch);
        } catch (RuntimeException e) {
            metrics.done(batch.dropped());
            throw e;
        }
    }

    private Set<RecordPosition> claim(
            String epoch, Collection<List<IncomingRecord>> incoming, Waiter waiter) {
        List<MessageIdClaim> claims = claims(incoming);
        return claims.isEmpty() ? Set.of() : await(store.claim(epoch, claims), waiter);
    }

    private <T> T await(Uni<T> work, Waiter waiter) {
        try {
            return waiter.await(retry.withStore(work));
        } catch (RuntimeException e) {
            if (WriteFailure.of(e) == WriteFailure.DATA) {
                String state =
                        e instanceof DatabaseException refused
                                ? "SQLSTATE " + refused.getSqlState()
                                : e.getClass().getSimpleName();
                throw new PoisonRecordException("PostgreSQL can't store the record: " + state, e);
            }
            throw e;
        }
    }

    /** The records that the states have not yet seen, by partition. The others are skipped. */
    Map<AssignedPartition, List<IncomingRecord>> decode(
            ConsumerRecords<byte[], byte[]> records,
            Map<TopicPartition, AssignedPartition> assigned) {
        Map<AssignedPartition, List<IncomingRecord>> incoming = new LinkedHashMap<>();
        long skipped = records.count();
        for (TopicPartition partition : records.partitions()) {
            AssignedPartition mine = assigned.get(partition);
            if (mine == null) {
                continue;
            }
            List<ConsumerRecord<byte[], byte[]>> all = records.records(partition);
            List<IncomingRecord> decoded = new ArrayList<>(all.size());
            for (ConsumerRecord<byte[], byte[]> record : all) {
                if (record.offset() >= mine.next()) {
                    decoded.add(IncomingRecord.of(record, decoder));
                }
            }
            incoming.put(mine, decoded);
            skipped -= decoded.size();
        }
        metrics.received(skipped);
        metrics.done(new BatchOutcome(0, skipped, 0, 0));
        return incoming;
    }

    private static List<MessageIdClaim> claims(Collection<List<IncomingRecord>> incoming) {
        List<MessageIdClaim> claims = new ArrayList<>();
        for (List<IncomingRecord> all : incoming) {
            for (IncomingRecord one : all) {
                if (one.chosen() && one.decoded() instanceof Readable readable) {
                    GameMessage message = readable.message();
                    RecordPosition position =
                            new RecordPosition(one.source().partition(), one.offset());
                    claims.add(new MessageIdClaim(position, message.messageId(), message.roomId()));
                }
            }
        }
        return claims;
    }

    /**
     * The log can't be read from {@code from} to {@code to}, exclusive. One dead letter stands for
     * these records.
     */
    void skipUnreadable(
            AssignedPartition mine, TopicPartition partition, UnreadableRange gap, Batch batch) {
        long offsets = gap.to() - gap.from();
        metrics.received(offsets);
        metrics.unreadable(offsets);
        batch.polled(offsets);
        batch.touch(mine);
        if (mine.isPending(gap.to() - 1)) {
            batch.deadLetterRecords().add(DeadLetter.of(gap, partition));
        }
        mine.advanceTo(gap.to() - 1);
    }

    /**
     * Writes the whole batch.
     *
     * @throws ProgressConflictException if another instance counts one of its partitions: nothing
     *     is written, and all partitions must be loaded again
     * @throws PoisonRecordException if one of its records can't be counted; the same applies
     */
    void write(String epoch, Batch batch, Waiter waiter) {
        metrics.batch(batch.records());
        BatchOutcome outcome;
        try {
            if (!batch.deadLetterRecords().isEmpty()) {
                waiter.await(writeOff(batch.deadLetterRecords()));
            }
            List<RaidMessage> raids =
                    batch.raidMessages().isEmpty()
                            ? List.of()
                            : await(store.findRaids(epoch, batch.raidMessages()), waiter);
            outcome = batch.written();
            commit(epoch, batch, raids, waiter);
        } catch (RuntimeException e) {
            metrics.done(batch.dropped());
            batch.traces().forEach(MessageTrace::overtaken);
            throw e;
        }
        batch.traces().forEach(MessageTrace::end);
        metrics.done(outcome);
    }

    private Uni<Void> writeOff(List<DeadLetter> deadLetterRecords) {
        return Multi.createFrom()
                .iterable(deadLetterRecords)
                .onItem()
                .transformToUni(deadLetter -> retry.withDeadLetters(deadLetters.write(deadLetter)))
                .merge(LETTERS_AT_ONCE)
                .collect()
                .last();
    }

    private void commit(String epoch, Batch batch, List<RaidMessage> raids, Waiter waiter) {
        long now = clock.millis();
        List<AssignedPartition> touched = List.copyOf(batch.touched());
        List<PartitionUpdate> updates =
                touched.stream()
                        .map(
                                one ->
                                        one.update(
                                                now,
                                                windows.snapshotRecords(),
                                                windows.snapshotEvery().toMillis()))
                        .filter(Objects::nonNull)
                        .toList();
        if (updates.isEmpty()) {
            return;
        }
        await(store.commit(epoch, updates, raids).invoke(fresh -> outbox.wake()), waiter);
        touched.forEach(AssignedPartition::written);
    }
}
