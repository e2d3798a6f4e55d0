package org.dungeontalk.persistence.ingest;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.dungeontalk.persistence.store.MessageWriter;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * The way from the log into the database, one batch after the other.
 *
 * <p>Delivers at least once into a table that keeps each message once. A batch is acknowledged when
 * PostgreSQL has committed its rows and Kafka has its dead letters, and never fails: what is not
 * there is waited for, and meanwhile SmallRye pauses the partitions with at most three batches in
 * memory.
 *
 * <p>Offsets are committed by the strategy {@code throttled}, once a second and only up to the last
 * acknowledged batch; {@code latest} would commit every partition of every batch by itself. The
 * strategy's age limit is off: it would close the consumer of a service that rightly waits hours
 * for its database. A kill between write and commit means that up to a second of records is read
 * again, all of them duplicates.
 *
 * <p>Runs on the channel's event loop; blocks nothing.
 */
@ApplicationScoped
public class GameMessages {

    private final MessageDecoder decoder = new MessageDecoder();
    private final CurrentLog log;
    private final MessageWriter writer;
    private final DeadLetters deadLetters;
    private final IngestMetrics metrics;

    public GameMessages(
            CurrentLog log, MessageWriter writer, DeadLetters deadLetters, IngestMetrics metrics) {
        this.log = log;
        this.writer = writer;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    @Incoming("game-messages")
    Uni<Void> store(ConsumerRecords<byte[], byte[]> records) {
        metrics.received(records.count());
        Batch batch = Batch.decode(records, decoder);
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
}
