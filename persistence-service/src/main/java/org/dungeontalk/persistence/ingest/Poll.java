package org.dungeontalk.persistence.ingest;

import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Records of one partition that came out of the log together and are acknowledged together, when
 * the last of them is done, whatever becomes of the other partitions. Holds none but the last of
 * them. Confined to one thread.
 */
final class Poll {

    private Message<?> last;
    private int open;

    private Poll() {}

    static Map<Integer, Poll> byPartition(Message<ConsumerRecords<byte[], byte[]>> message) {
        Map<Integer, Poll> polls = new HashMap<>();
        IncomingKafkaRecordBatchMetadata<?, ?> batch =
                message.getMetadata(IncomingKafkaRecordBatchMetadata.class).orElseThrow();
        for (Message<?> record : batch.getBatchedMessages()) {
            int partition =
                    record.getMetadata(IncomingKafkaRecordMetadata.class)
                            .orElseThrow()
                            .getPartition();
            polls.computeIfAbsent(partition, first -> new Poll()).add(record);
        }
        return polls;
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

    /** Ends the channel: the process is to be started anew. */
    CompletionStage<Void> failed(Throwable failure) {
        return last.nack(failure);
    }
}
