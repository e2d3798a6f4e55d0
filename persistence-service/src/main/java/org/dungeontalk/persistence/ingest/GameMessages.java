package org.dungeontalk.persistence.ingest;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.dungeontalk.persistence.config.PersistenceConfig;
import org.dungeontalk.persistence.decode.RecordDecoder;
import org.dungeontalk.persistence.kafka.CurrentLog;
import org.dungeontalk.persistence.store.MessageWriter;
import org.dungeontalk.persistence.store.WriteOutcome;
import org.dungeontalk.persistence.trace.MessageTrace;
import org.dungeontalk.persistence.trace.Traces;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Writes the messages of the log to the database. Each statement takes the records that are there.
 * Up to the configured number of statements run at once; each partition is written in its order.
 *
 * <p>Delivers at least once, into a table that keeps each message once. The records of one
 * partition and one poll are acknowledged when PostgreSQL has committed their rows and Kafka has
 * their dead letters. Nothing fails: the service waits for PostgreSQL and Kafka without a limit.
 * Past the configured number of bytes in memory it pauses partitions ({@link InFlightBytes}), and
 * the consumer polls no faster than it takes ({@link ReadAhead}).
 *
 * <p>SmallRye's strategy {@code throttled} commits offsets once a second, up to the first record
 * that is not acknowledged. {@code latest} would commit each partition of each poll on its own. The
 * age limit of the strategy is off: it would close the consumer while the service waits hours for
 * its database. After a kill between write and commit, up to a second of records is read again; all
 * of them are duplicates.
 *
 * <p>Runs on the event loop of the channel, to which its state is confined. Blocks nothing.
 */
@ApplicationScoped
public class GameMessages {

    /** SmallRye closes the channels at 50, after it has waited for records that are not done. */
    private static final int AFTER_THE_CHANNEL = 51;

    private final RecordDecoder decoder = new RecordDecoder();
    private final PartitionQueue<PendingRecord> queue = new PartitionQueue<>();
    private final InFlightBytes inFlight;
    private final ReadAhead readAhead;
    private final PartitionPauser pauses;
    private final CurrentLog log;
    private final MessageWriter writer;
    private final DeadLetters deadLetters;
    private final IngestMetrics metrics;
    private final Traces traces;
    private final PersistenceConfig.Write config;

    private int writing;
    private volatile boolean closed;

    public GameMessages(
            CurrentLog log,
            ReadAhead readAhead,
            PartitionPauser pauses,
            MessageWriter writer,
            DeadLetters deadLetters,
            IngestMetrics metrics,
            Traces traces,
            PersistenceConfig config) {
        this.log = log;
        this.readAhead = readAhead;
        this.pauses = pauses;
        this.inFlight = new InFlightBytes(config.write().inFlightBytes());
        this.writer = writer;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.traces = traces;
        this.config = config.write();
    }

    /** What is done from now on is not acknowledged; another instance reads it again. */
    void close(
            @Observes @BeforeDestroyed(ApplicationScoped.class) @Priority(AFTER_THE_CHANNEL)
                    Object end) {
        closed = true;
    }

    @Incoming("game-messages")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    Uni<Void> take(Message<ConsumerRecords<byte[], byte[]>> message) {
        metrics.received(message.getPayload().count());
        Map<Integer, PartitionAcknowledgement> acknowledgements =
                PartitionAcknowledgement.byPartition(message);
        Uni<Integer> number = log.number();
        boolean tooMuch = false;
        long bytes = 0;
        for (ConsumerRecord<byte[], byte[]> record : message.getPayload()) {
            int partition = record.partition();
            PendingRecord pending =
                    new PendingRecord(
                            record,
                            decoder.decode(record),
                            number,
                            acknowledgements.get(partition),
                            trace(record));
            long weight = pending.weight();
            bytes += weight;
            tooMuch |= inFlight.add(partition, weight);
            queue.add(partition, pending);
        }
        readAhead.taken(bytes);
        Context loop = Vertx.currentContext();
        if (tooMuch) {
            pauses.set(inFlight.paused());
        }
        write(task -> loop.runOnContext(nothing -> task.run()));
        return Uni.createFrom().voidItem();
    }

    private MessageTrace trace(ConsumerRecord<byte[], byte[]> record) {
        return traces.on() ? traces.begin(record, Instant.now()) : null;
    }

    private static void traceWriting(RecordBatch batch) {
        for (PendingRecord pending : batch.records()) {
            if (pending.trace() != null) {
                pending.trace().written(batch.records().size());
            }
        }
    }

    private void write(Executor loop) {
        while (writing < config.parallel()) {
            PartitionQueue.Group<PendingRecord> group = queue.take(config.batch());
            if (group.entries().isEmpty()) {
                return;
            }
            writing++;
            RecordBatch batch = RecordBatch.of(group.entries());
            metrics.batch(batch.records().size());
            if (traces.on()) {
                traceWriting(batch);
            }
            store(batch)
                    .emitOn(loop)
                    .subscribe()
                    .with(
                            nothing -> {
                                if (!closed) {
                                    queue.done(group.partitions());
                                    done(batch);
                                    write(loop);
                                }
                            },
                            failure -> {
                                if (!closed) {
                                    batch.records().get(0).acknowledgement().failed(failure);
                                }
                            });
        }
    }

    private Uni<Void> store(RecordBatch batch) {
        return Multi.createFrom()
                .iterable(batch.rows().entrySet())
                .onItem()
                .transformToUniAndConcatenate(
                        rows ->
                                rows.getKey()
                                        .chain(number -> writer.write(rows.getValue(), number)))
                .collect()
                .asList()
                .map(all -> all.stream().reduce(WriteOutcome.NOTHING, WriteOutcome::plus))
                .invoke(metrics::wrote)
                .map(batch::deadLetters)
                .chain(
                        letters ->
                                deadLetters
                                        .send(letters)
                                        .invoke(() -> metrics.deadLettered(letters.size())));
    }

    private void done(RecordBatch batch) {
        writing--;
        boolean freed = false;
        for (PendingRecord pending : batch.records()) {
            freed |= inFlight.remove(pending.record().partition(), pending.weight());
            metrics.done(pending.record().timestamp());
            if (pending.trace() != null) {
                pending.trace().end();
            }
            pending.acknowledgement().oneDone();
        }
        if (freed) {
            pauses.set(inFlight.paused());
        }
    }
}
