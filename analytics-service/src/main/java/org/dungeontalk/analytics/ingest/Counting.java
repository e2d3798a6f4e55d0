package org.dungeontalk.analytics.ingest;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.dungeontalk.analytics.AnalyticsConfig;
import org.dungeontalk.analytics.Rules;
import org.dungeontalk.analytics.anomaly.Observation;
import org.dungeontalk.analytics.anomaly.Raid.Saying;
import org.dungeontalk.analytics.ingest.Decoded.Poison;
import org.dungeontalk.analytics.ingest.Decoded.Readable;
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
 * Works through a poll: the ids that senders chose are claimed, then each partition's state sees
 * its records, then dead letters are written, and for the raids who said what, then one transaction
 * writes what all that adds and moves the progress over it. So no record is passed over before its
 * dead letter is safe.
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

    private record Letter(ConsumerRecord<byte[], byte[]> source, String reason) {}

    /** What a poll adds, besides what the states keep. */
    private static final class Harvest {
        private final List<Assigned> touched = new ArrayList<>();
        private final List<Letter> letters = new ArrayList<>();
        private final List<Saying> sayings = new ArrayList<>();
        private final Instant began;
        private List<MessageTrace> traces = List.of();
        private int counted;
        private int duplicates;

        Harvest(Instant began) {
            this.began = began;
        }
    }

    /**
     * Counts all records of the partitions given.
     *
     * @throws Overtaken if another instance counts one of them: all of them have to be loaded again
     */
    void count(
            String epoch,
            ConsumerRecords<byte[], byte[]> records,
            Map<TopicPartition, Assigned> assigned,
            Waiter waiter) {
        metrics.received(records.count());
        Harvest harvest =
                observe(
                        records,
                        assigned,
                        () ->
                                waiter.await(
                                        patience.withStore(
                                                store.claim(epoch, claims(records, assigned)),
                                                failure -> false)));
        int letters = harvest.letters.size();
        if (letters > 0) {
            waiter.await(writeOff(harvest.letters));
        }
        try {
            write(epoch, harvest, waiter);
        } catch (Overtaken e) {
            metrics.done(new Outcome(0, records.count(), 0, 0));
            harvest.traces.forEach(MessageTrace::overtaken);
            throw e;
        }
        harvest.traces.forEach(MessageTrace::end);
        int done = harvest.counted + harvest.duplicates + letters;
        metrics.done(
                new Outcome(harvest.counted, records.count() - done, harvest.duplicates, letters));
    }

    /** The claims of all messages that have an id of their sender's and are still to be seen. */
    private List<Claim> claims(
            ConsumerRecords<byte[], byte[]> records, Map<TopicPartition, Assigned> assigned) {
        List<Claim> claims = new ArrayList<>();
        for (TopicPartition partition : records.partitions()) {
            Assigned mine = assigned.get(partition);
            if (mine == null) {
                continue;
            }
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                if (record.offset() >= mine.next()
                        && isChosen(record)
                        && decode(record) instanceof Readable readable) {
                    GameMessage message = readable.message();
                    Place place = new Place(record.partition(), record.offset());
                    claims.add(new Claim(place, message.messageId(), message.roomId()));
                }
            }
        }
        return claims;
    }

    private static boolean isChosen(ConsumerRecord<byte[], byte[]> record) {
        return record.headers().lastHeader("id") != null;
    }

    private Decoded decode(ConsumerRecord<byte[], byte[]> record) {
        Header kind = record.headers().lastHeader("kind");
        return decoder.decode(kind == null ? null : kind.value(), record.key(), record.value());
    }

    /**
     * Lets the states see the records, each as soon as it is decoded. Only a message with an id of
     * its sender's has to wait: the first of them asks for all.
     */
    private Harvest observe(
            ConsumerRecords<byte[], byte[]> records,
            Map<TopicPartition, Assigned> assigned,
            Supplier<Set<Place>> claimed) {
        Harvest harvest = new Harvest(traces.on() ? Instant.now() : null);
        Set<Place> later = null;
        for (TopicPartition partition : records.partitions()) {
            Assigned mine = assigned.get(partition);
            if (mine == null) {
                continue;
            }
            harvest.touched.add(mine);
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                if (record.offset() >= mine.next()) {
                    boolean chosen = isChosen(record);
                    if (chosen && later == null) {
                        later = claimed.get();
                    }
                    boolean again =
                            chosen
                                    && later.contains(
                                            new Place(record.partition(), record.offset()));
                    observe(mine, record, decode(record), again, harvest);
                }
            }
        }
        return harvest;
    }

    private void observe(
            Assigned mine,
            ConsumerRecord<byte[], byte[]> record,
            Decoded decoded,
            boolean again,
            Harvest harvest) {
        boolean ahead = mine.isAhead(record.offset());
        mine.reach(record.offset());
        if (ahead && traces.on()) {
            trace(record, decoded, again, harvest);
        }
        if (decoded instanceof Poison poison) {
            if (ahead) {
                harvest.letters.add(new Letter(record, poison.reason()));
            }
        } else if (again) {
            harvest.duplicates += ahead ? 1 : 0;
        } else if (decoded instanceof Readable readable) {
            GameMessage message = readable.message();
            Observation seen =
                    new Observation(record.offset(), message, Text.of(message.content()));
            mine.state().observe(seen);
            if (ahead) {
                mine.counted();
                harvest.counted++;
                rules.raid().saying(seen, record.partition()).ifPresent(harvest.sayings::add);
            }
        }
    }

    private void trace(
            ConsumerRecord<byte[], byte[]> record,
            Decoded decoded,
            boolean again,
            Harvest harvest) {
        MessageTrace trace = traces.begin(record, harvest.began);
        if (trace == null) {
            return;
        }
        if (decoded instanceof Poison) {
            trace.givenUp();
        } else if (again) {
            trace.duplicate();
        }
        if (harvest.traces.isEmpty()) {
            harvest.traces = new ArrayList<>();
        }
        harvest.traces.add(trace);
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

    private void write(String epoch, Harvest harvest, Waiter waiter) {
        waiter.await(patience.withStore(store.say(epoch, harvest.sayings), failure -> false));
        long now = clock.millis();
        List<Advance> advances =
                harvest.touched.stream()
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
                                store.commit(epoch, advances, harvest.sayings),
                                failure -> failure instanceof Overtaken)
                        .invoke(fresh -> teller.wake()));
        harvest.touched.forEach(Assigned::written);
    }
}
