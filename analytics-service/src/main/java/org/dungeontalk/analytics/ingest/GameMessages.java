package org.dungeontalk.analytics.ingest;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Reads the log in batches, one at a time, and acknowledges a batch when PostgreSQL has committed
 * it.
 *
 * <p>Commit strategy: {@code throttled}. What is counted is decided by the progress in PostgreSQL;
 * Kafka's committed offset only says where reading begins, so it may lag but must never lead.
 * {@code throttled} commits once a second what was acknowledged in sequence, and once more when
 * partitions are taken away. {@code latest} would send a commit per batch and partition and none at
 * a revocation; {@code ignore} commits by time, also what isn't counted yet; {@code checkpoint}
 * keeps a state of its own beside ours. The strategy's age limit is off: it would declare the
 * channel dead when PostgreSQL is away for longer than a minute.
 *
 * <p>Two batches wait at most behind the one in work; past that the partitions are paused, while
 * polling, and with it the membership in the group, goes on. The returned item never fails; it only
 * may take long.
 */
@ApplicationScoped
public class GameMessages {

    private final RecordDecoder decoder = new RecordDecoder();
    private final Ingest ingest;

    GameMessages(Ingest ingest) {
        this.ingest = ingest;
    }

    /** Called on the channel's event loop; decodes and goes on on a worker thread. */
    @Incoming("game-messages")
    public Uni<Void> read(ConsumerRecords<byte[], byte[]> records) {
        return Uni.createFrom()
                .item(records)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(this::decode)
                .chain(ingest::ingest);
    }

    private List<Item> decode(ConsumerRecords<byte[], byte[]> records) {
        List<Item> items = new ArrayList<>(records.count());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Header kind = record.headers().lastHeader("kind");
            items.add(
                    new Item(
                            record,
                            decoder.decode(
                                    kind == null ? null : kind.value(),
                                    record.key(),
                                    record.value())));
        }
        return items;
    }
}
