package org.dungeontalk.persistence.replay;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.dungeontalk.persistence.config.PersistenceConfig;
import org.dungeontalk.persistence.decode.Decoded;
import org.dungeontalk.persistence.decode.RecordDecoder;
import org.dungeontalk.persistence.kafka.LogConsumers;
import org.dungeontalk.persistence.kafka.LogInspector;
import org.dungeontalk.persistence.kafka.UnreadableRange;
import org.dungeontalk.persistence.log.LogRow;
import org.dungeontalk.persistence.replay.ReplayTable.LeasedPartition;
import org.dungeontalk.persistence.replay.ReplayTable.Step;
import org.dungeontalk.persistence.store.MessageWriter;
import org.dungeontalk.persistence.store.WriteOutcome;
import org.jboss.logging.Logger;

/**
 * Reads one leased partition from its next offset to its end, with a consumer outside of the group:
 * it neither delays the live stream nor changes committed offsets. Blocks the calling thread.
 */
@ApplicationScoped
class ReplayReader {

    private static final Logger LOG = Logger.getLogger(ReplayReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final RecordDecoder decoder = new RecordDecoder();
    private final LogConsumers consumers;
    private final LogInspector inspector;
    private final MessageWriter writer;
    private final ReplayTable table;
    private final PersistenceConfig config;

    ReplayReader(
            LogConsumers consumers,
            LogInspector inspector,
            MessageWriter writer,
            ReplayTable table,
            PersistenceConfig config) {
        this.consumers = consumers;
        this.inspector = inspector;
        this.writer = writer;
        this.table = table;
        this.config = config;
    }

    /**
     * @param worker this instance
     * @param stopping checked after each step; true ends the reading
     * @throws RuntimeException if a step could not be written within the lease, or Kafka fails;
     *     completed steps stay complete
     */
    void read(LeasedPartition leased, int epoch, String worker, BooleanSupplier stopping) {
        TopicPartition partition = new TopicPartition(config.log().topic(), leased.partition());
        try (KafkaConsumer<byte[], byte[]> consumer = consumers.open(config.write().batch())) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, leased.next());
            boolean mine = true;
            while (mine && !stopping.getAsBoolean()) {
                Step step = step(consumer, partition, leased, epoch);
                mine =
                        table.advance(leased, worker, step, config.replay().lease())
                                .await()
                                .atMost(config.replay().lease());
                mine &= step.next() < leased.upto();
            }
        }
    }

    private Step step(
            KafkaConsumer<byte[], byte[]> consumer,
            TopicPartition partition,
            LeasedPartition leased,
            int epoch) {
        ConsumerRecords<byte[], byte[]> records;
        try {
            records = consumer.poll(POLL);
        } catch (KafkaException | LinkageError failure) {
            UnreadableRange found =
                    inspector
                            .findUnreadable(
                                    leased.partition(), consumer.position(partition), () -> {})
                            .orElseThrow(() -> new KafkaException("a poll failed", failure));
            consumer.seek(partition, found.upto());
            long next = Math.min(leased.upto(), found.upto());
            LOG.warnf(
                    "%s can't be read at offset %d; that offset is skipped: %s",
                    partition, found.from(), found.why());
            return new Step(next, 0, 0, (int) (next - found.from()));
        }
        long next = Math.min(leased.upto(), consumer.position(partition));
        return write(records.records(partition), leased.upto(), epoch, next);
    }

    private Step write(
            List<ConsumerRecord<byte[], byte[]>> records, long upto, int epoch, long next) {
        List<LogRow> rows = new ArrayList<>();
        int refused = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.offset() >= upto) {
                break;
            }
            if (decoder.decode(record) instanceof Decoded.Valid stored) {
                rows.add(new LogRow(stored.message(), record.partition(), record.offset()));
            } else {
                refused++;
            }
        }
        WriteOutcome outcome = writer.write(rows, epoch).await().atMost(config.replay().lease());
        return new Step(
                next, outcome.stored(), outcome.duplicates(), refused + outcome.refused().size());
    }
}
