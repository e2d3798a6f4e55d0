package org.dungeontalk.persistence.ingest;

import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Acknowledges the records that one poll returned of one partition, together, when all of them are
 * done. Other partitions of the poll have an acknowledgement of their own. Keeps only the last
 * message. Confined to one thread.
 */
final class PartitionAcknowledgement {

    private Message<?> last;
    private int open;

    private PartitionAcknowledgement() {}

    static Map<Integer, PartitionAcknowledgement> byPartition(
            Message<ConsumerRecords<byte[], byte[]>> message) {
        Map<Integer, PartitionAcknowledgement> byPartition = new HashMap<>();
        IncomingKafkaRecordBatchMetadata<?, ?> batch =
                message.getMetadata(IncomingKafkaRecordBatchMetadata.class).orElseThrow();
        for (Message<?> record : batch.getBatchedMessages()) {
            int partition =
                    record.getMetadata(IncomingKafkaRecordMetadata.class)
                            .orElseThrow()
                            .getPartition();
            byPartition
                    .computeIfAbsent(partition, first -> new PartitionAcknowledgement())
                    .add(record);
        }
        return byPartition;
    }

    private void add(Message<?> record) {
        last = record;
        open++;
    }

    void oneDone() {
        open--;
        if (open == 0) {
            last.ack();
        }
    }

    /** Ends the channel: the process must be restarted. */
    CompletionStage<Void> failed(Throwable failure) {
        return last.nack(failure);
    }
}
