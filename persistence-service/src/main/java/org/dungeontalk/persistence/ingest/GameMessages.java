package org.dungeontalk.persistence.ingest;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.dungeontalk.persistence.PersistenceConfig;
import org.dungeontalk.persistence.store.MessageWriter;
import org.dungeontalk.persistence.trace.MessageTrace;
import org.dungeontalk.persistence.trace.Traces;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * The way from the log into the database: what is there goes into one statement, up to the
 * configured number of statements side by side, each partition in its order.
 *
 * <p>Delivers at least once into a table that keeps each message once. A poll is acknowledged when
 * PostgreSQL has committed its rows and Kafka has its dead letters, and never fails: what is not
 * there is waited for, and past the configured number of bytes no more polls are asked for, so that
 * SmallRye pauses the partitions.
 *
 * <p>Offsets are committed by the strategy {@code throttled}, once a second and only up to the last
 * acknowledged poll before which all are; {@code latest} would commit every partition of every poll
 * by itself. The strategy's age limit is off: it would close the consumer of a service that rightly
 * waits hours for its database. A kill between write and commit means that up to a second of
 * records is read again, all of them duplicates.
 *
 * <p>Runs on the channel's event loop, its state is confined to it; blocks nothing.
 */
@ApplicationScoped
public class GameMessages {

    private final RecordDecoder decoder = new RecordDecoder();
    private final PartitionQueue<Pending> queue = new PartitionQueue<>();
    private final CurrentLog log;
    private final MessageWriter writer;
    private final DeadLetters deadLetters;
    private final IngestMetrics metrics;
    private final Traces traces;
    private final PersistenceConfig.Write config;

    private long bytes;
    private int writing;
    private UniEmitter<? super Void> waiting;

    public GameMessages(
            CurrentLog log,
            MessageWriter writer,
            DeadLetters deadLetters,
            IngestMetrics metrics,
            Traces traces,
            PersistenceConfig config) {
        this.log = log;
        this.writer = writer;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.traces = traces;
        this.config = config.write();
    }

    /** Done when the next poll may come. */
    @Incoming("game-messages")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    Uni<Void> take(Message<ConsumerRecords<byte[], byte[]>> message) {
        metrics.received(message.getPayload().count());
        Poll poll = new Poll(message);
        for (ConsumerRecord<byte[], byte[]> record : message.getPayload()) {
            Pending pending = new Pending(record, decoder.decode(record), poll, trace(record));
            bytes += pending.weight();
            queue.add(record.partition(), pending);
        }
        Context loop = Vertx.currentContext();
        write(task -> loop.runOnContext(nothing -> task.run()));
        if (bytes < config.inFlightBytes()) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom().emitter(emitter -> waiting = emitter);
    }

    private MessageTrace trace(ConsumerRecord<byte[], byte[]> record) {
        return traces.on() ? traces.begin(record, Instant.now()) : null;
    }

    private static void traceWriting(Batch batch) {
        for (Pending pending : batch.records()) {
            if (pending.trace() != null) {
                pending.trace().written(batch.records().size());
            }
        }
    }

    private void write(Executor loop) {
        while (writing < config.parallel()) {
            PartitionQueue.Group<Pending> group = queue.take(config.batch());
            if (group.entries().isEmpty()) {
                return;
            }
            writing++;
            Batch batch = Batch.of(group.entries());
            metrics.batch(batch.records().size());
            if (traces.on()) {
                traceWriting(batch);
            }
            store(batch)
                    .emitOn(loop)
                    .subscribe()
                    .with(
                            nothing -> {
                                queue.done(group.partitions());
                                done(batch);
                                write(loop);
                            },
                            failure -> batch.records().get(0).poll().failed(failure));
        }
    }

    private Uni<Void> store(Batch batch) {
        return log.number()
                .chain(number -> writer.write(batch.rows(), number))
                .invoke(metrics::wrote)
                .map(batch::deadLetters)
                .chain(
                        letters ->
                                deadLetters
                                        .send(letters)
                                        .invoke(() -> metrics.deadLettered(letters.size())));
    }

    private void done(Batch batch) {
        writing--;
        for (Pending pending : batch.records()) {
            bytes -= pending.weight();
            metrics.done(pending.record().timestamp());
            if (pending.trace() != null) {
                pending.trace().end();
            }
            pending.poll().oneDone();
        }
        if (waiting != null && bytes < config.inFlightBytes()) {
            UniEmitter<? super Void> next = waiting;
            waiting = null;
            next.complete(null);
        }
    }
}
