package org.dungeontalk.analytics.ingest;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
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
import org.dungeontalk.analytics.config.AnalyticsConfig;
import org.dungeontalk.analytics.decode.Decoded.Readable;
import org.dungeontalk.analytics.decode.RecordDecoder;
import org.dungeontalk.analytics.ingest.Harvest.Letter;
import org.dungeontalk.analytics.message.GameMessage;
import org.dungeontalk.analytics.notice.Teller;
import org.dungeontalk.analytics.store.Advance;
import org.dungeontalk.analytics.store.BatchStore;
import org.dungeontalk.analytics.store.Claim;
import org.dungeontalk.analytics.store.Overtaken;
import org.dungeontalk.analytics.store.Place;
import org.dungeontalk.analytics.store.WriteFailure;
import org.dungeontalk.analytics.trace.MessageTrace;

/**
 * Works through polls: the ids that senders chose are claimed, then each partition's state sees its
 * records. When that is to be written, dead letters go first, and for the raids who said what, then
 * one transaction writes what all that adds and moves the progress over it. So no record is passed
 * over before its dead letter is safe.
 *
 * <p>On the reading thread. Waits for PostgreSQL for as long as it takes.
 */
@ApplicationScoped
public class Counting {

    private static final int LETTERS_AT_ONCE = 64;

    private final RecordDecoder decoder = new RecordDecoder();
    private final BatchStore store;
    private final DeadLetters deadLetters;
    private final Patience patience;
    private final IngestMetrics metrics;
    private final Teller teller;
    private final Observing observing;
    private final Clock clock;
    private final AnalyticsConfig.Windows windows;

    Counting(
            BatchStore store,
            DeadLetters deadLetters,
            Patience patience,
            IngestMetrics metrics,
            Teller teller,
            Observing observing,
            Clock clock,
            AnalyticsConfig config) {
        this.store = store;
        this.deadLetters = deadLetters;
        this.patience = patience;
        this.metrics = metrics;
        this.teller = teller;
        this.observing = observing;
        this.clock = clock;
        this.windows = config.windows();
    }

    /**
     * Lets the states see all records of the partitions given. Ids that senders chose are claimed
     * before.
     *
     * @throws Uncountable if one of them can't be: what the states have seen is worth nothing
     */
    void observe(
            String epoch, Map<Assigned, List<Incoming>> incoming, Harvest harvest, Waiter waiter) {
        int count = incoming.values().stream().mapToInt(List::size).sum();
        metrics.received(count);
        harvest.polled(count);
        try {
            observing.observe(incoming, claim(epoch, incoming.values(), waiter), harvest);
        } catch (RuntimeException e) {
            metrics.done(harvest.dropped());
            throw e;
        }
    }

    private Set<Place> claim(String epoch, Collection<List<Incoming>> incoming, Waiter waiter) {
        List<Claim> claims = claims(incoming);
        return claims.isEmpty() ? Set.of() : await(store.claim(epoch, claims), waiter);
    }

    private <T> T await(Uni<T> work, Waiter waiter) {
        try {
            return waiter.await(patience.withStore(work));
        } catch (RuntimeException e) {
            if (WriteFailure.of(e) == WriteFailure.DATA) {
                String state =
                        e instanceof DatabaseException refused
                                ? "SQLSTATE " + refused.getSqlState()
                                : e.getClass().getSimpleName();
                throw new Uncountable("PostgreSQL can't take it: " + state, e);
            }
            throw e;
        }
    }

    /**
     * The records that the states have not seen yet, partition by partition. The others are
     * skipped.
     */
    Map<Assigned, List<Incoming>> read(
            ConsumerRecords<byte[], byte[]> records, Map<TopicPartition, Assigned> assigned) {
        Map<Assigned, List<Incoming>> incoming = new LinkedHashMap<>();
        long skipped = records.count();
        for (TopicPartition partition : records.partitions()) {
            Assigned mine = assigned.get(partition);
            if (mine == null) {
                continue;
            }
            List<ConsumerRecord<byte[], byte[]>> all = records.records(partition);
            List<Incoming> read = new ArrayList<>(all.size());
            for (ConsumerRecord<byte[], byte[]> record : all) {
                if (record.offset() >= mine.next()) {
                    read.add(Incoming.of(record, decoder));
                }
            }
            incoming.put(mine, read);
            skipped -= read.size();
        }
        metrics.received(skipped);
        metrics.done(new Outcome(0, skipped, 0, 0));
        return incoming;
    }

    private static List<Claim> claims(Collection<List<Incoming>> incoming) {
        List<Claim> claims = new ArrayList<>();
        for (List<Incoming> all : incoming) {
            for (Incoming one : all) {
                if (one.chosen() && one.decoded() instanceof Readable readable) {
                    GameMessage message = readable.message();
                    Place place = new Place(one.source().partition(), one.offset());
                    claims.add(new Claim(place, message.messageId(), message.roomId()));
                }
            }
        }
        return claims;
    }

    /**
     * The log can't be read from {@code from} on, up to {@code to}, exclusive: one dead letter
     * stands for what was there.
     */
    void pass(Assigned mine, TopicPartition partition, Unreadable gap, Harvest harvest) {
        long offsets = gap.to() - gap.from();
        metrics.received(offsets);
        metrics.unreadable(offsets);
        harvest.polled(offsets);
        harvest.touch(mine);
        if (mine.isAhead(gap.to() - 1)) {
            ConsumerRecord<byte[], byte[]> place =
                    new ConsumerRecord<>(
                            partition.topic(), partition.partition(), gap.from(), null, null);
            byte[] last = Long.toString(gap.to() - 1).getBytes(StandardCharsets.UTF_8);
            place.headers().add("dlt-last-offset", last);
            harvest.letters().add(new Letter(place, gap.reason(), offsets));
        }
        mine.reach(gap.to() - 1);
    }

    /**
     * Writes all of a harvest.
     *
     * @throws Overtaken if another instance counts one of its partitions: nothing is written, and
     *     all of them have to be loaded again
     * @throws Uncountable if one of its records can't be counted; likewise
     */
    void write(String epoch, Harvest harvest, Waiter waiter) {
        metrics.batch(harvest.records());
        Outcome outcome;
        try {
            if (!harvest.letters().isEmpty()) {
                waiter.await(writeOff(harvest.letters()));
            }
            if (!harvest.sayings().isEmpty()) {
                await(store.say(epoch, harvest.sayings()), waiter);
            }
            outcome = harvest.written();
            commit(epoch, harvest, waiter);
        } catch (RuntimeException e) {
            metrics.done(harvest.dropped());
            harvest.traces().forEach(MessageTrace::overtaken);
            throw e;
        }
        harvest.traces().forEach(MessageTrace::end);
        metrics.done(outcome);
    }

    private Uni<Void> writeOff(List<Letter> letters) {
        return Multi.createFrom()
                .iterable(letters)
                .onItem()
                .transformToUni(
                        letter ->
                                patience.withDeadLetters(
                                        deadLetters.write(letter.source(), letter.reason())))
                .merge(LETTERS_AT_ONCE)
                .collect()
                .last();
    }

    private void commit(String epoch, Harvest harvest, Waiter waiter) {
        long now = clock.millis();
        List<Assigned> touched = List.copyOf(harvest.touched());
        List<Advance> advances =
                touched.stream()
                        .map(
                                one ->
                                        one.advance(
                                                now,
                                                windows.snapshotRecords(),
                                                windows.snapshotEvery().toMillis()))
                        .filter(Objects::nonNull)
                        .toList();
        if (advances.isEmpty()) {
            return;
        }
        await(
                store.commit(epoch, advances, harvest.sayings()).invoke(fresh -> teller.wake()),
                waiter);
        touched.forEach(Assigned::written);
    }
}
