package org.dungeontalk.analytics.ingest;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
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
import org.dungeontalk.analytics.AnalyticsConfig;
import org.dungeontalk.analytics.Rules;
import org.dungeontalk.analytics.anomaly.Observation;
import org.dungeontalk.analytics.ingest.Decoded.Poison;
import org.dungeontalk.analytics.ingest.Decoded.Readable;
import org.dungeontalk.analytics.ingest.Harvest.Letter;
import org.dungeontalk.analytics.message.GameMessage;
import org.dungeontalk.analytics.message.Text;
import org.dungeontalk.analytics.notice.Teller;
import org.dungeontalk.analytics.store.Advance;
import org.dungeontalk.analytics.store.BatchStore;
import org.dungeontalk.analytics.store.Claim;
import org.dungeontalk.analytics.store.Overtaken;
import org.dungeontalk.analytics.store.Place;
import org.dungeontalk.analytics.trace.MessageTrace;
import org.dungeontalk.analytics.trace.Traces;

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
    private final Traces traces;
    private final Rules rules;
    private final Clock clock;
    private final AnalyticsConfig.Windows windows;

    Counting(
            BatchStore store,
            DeadLetters deadLetters,
            Patience patience,
            IngestMetrics metrics,
            Teller teller,
            Traces traces,
            Rules rules,
            Clock clock,
            AnalyticsConfig config) {
        this.store = store;
        this.deadLetters = deadLetters;
        this.patience = patience;
        this.metrics = metrics;
        this.teller = teller;
        this.traces = traces;
        this.rules = rules;
        this.clock = clock;
        this.windows = config.windows();
    }

    /**
     * Lets the states see all records of the partitions given. Ids that senders chose are claimed
     * before.
     */
    void observe(
            String epoch,
            ConsumerRecords<byte[], byte[]> records,
            Map<TopicPartition, Assigned> assigned,
            Harvest harvest,
            Waiter waiter) {
        metrics.received(records.count());
        harvest.polled(records.count());
        Map<Assigned, List<Incoming>> incoming = read(records, assigned);
        List<Claim> claims = claims(incoming.values());
        Set<Place> later =
                claims.isEmpty()
                        ? Set.of()
                        : waiter.await(
                                patience.withStore(store.claim(epoch, claims), failure -> false));
        incoming.forEach(
                (mine, all) -> {
                    harvest.touch(mine);
                    for (Incoming one : all) {
                        boolean again =
                                one.chosen()
                                        && later.contains(new Place(mine.number(), one.offset()));
                        observe(mine, one, again, harvest);
                    }
                });
    }

    /** The records that the states have not seen yet, partition by partition. */
    private Map<Assigned, List<Incoming>> read(
            ConsumerRecords<byte[], byte[]> records, Map<TopicPartition, Assigned> assigned) {
        Map<Assigned, List<Incoming>> incoming = new LinkedHashMap<>();
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
        }
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

    private void observe(Assigned mine, Incoming incoming, boolean again, Harvest harvest) {
        boolean ahead = mine.isAhead(incoming.offset());
        mine.reach(incoming.offset());
        if (ahead && traces.on()) {
            trace(incoming, again, harvest);
        }
        if (incoming.decoded() instanceof Poison poison) {
            if (ahead) {
                harvest.letters().add(new Letter(incoming.source(), poison.reason()));
            }
        } else if (again) {
            if (ahead) {
                harvest.duplicate();
            }
        } else if (incoming.decoded() instanceof Readable readable) {
            GameMessage message = readable.message();
            Observation seen =
                    new Observation(incoming.offset(), message, Text.of(message.content()));
            mine.state().observe(seen);
            if (ahead) {
                mine.count();
                rules.raid().saying(seen, mine.number()).ifPresent(harvest.sayings()::add);
            }
        }
    }

    private void trace(Incoming incoming, boolean again, Harvest harvest) {
        MessageTrace trace = traces.begin(incoming.source(), harvest.began());
        if (trace == null) {
            return;
        }
        if (incoming.decoded() instanceof Poison) {
            trace.givenUp();
        } else if (again) {
            trace.duplicate();
        }
        harvest.traces().add(trace);
    }

    /**
     * Writes all of a harvest.
     *
     * @throws Overtaken if another instance counts one of its partitions: nothing is written, and
     *     all of them have to be loaded again
     */
    void write(String epoch, Harvest harvest, Waiter waiter) {
        metrics.batch(harvest.records());
        if (!harvest.letters().isEmpty()) {
            waiter.await(writeOff(harvest.letters()));
        }
        if (!harvest.sayings().isEmpty()) {
            waiter.await(patience.withStore(store.say(epoch, harvest.sayings()), failure -> false));
        }
        Outcome outcome = harvest.written();
        try {
            commit(epoch, harvest, waiter);
        } catch (Overtaken e) {
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
        waiter.await(
                patience.withStore(
                                store.commit(epoch, advances, harvest.sayings()),
                                failure -> failure instanceof Overtaken)
                        .invoke(fresh -> teller.wake()));
        touched.forEach(Assigned::written);
    }
}
