package org.dungeontalk.persistence.ingest;

import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dungeontalk.persistence.decode.Decoded;
import org.dungeontalk.persistence.trace.MessageTrace;

/**
 * A decoded record that is not stored and not dead-lettered yet.
 *
 * @param log the number of the log that was read when it came
 * @param trace {@code null} if it is not traced
 */
record PendingRecord(
        ConsumerRecord<byte[], byte[]> record,
        Decoded decoded,
        Uni<Integer> log,
        PartitionAcknowledgement acknowledgement,
        MessageTrace trace) {

    /** Approximate bytes that a record takes in memory beside its value. */
    private static final int OVERHEAD = 512;

    /** Approximate bytes in memory. */
    long weight() {
        return weight(record);
    }

    /** Approximate bytes that the record takes in memory. */
    static long weight(ConsumerRecord<byte[], byte[]> record) {
        return OVERHEAD + Math.max(0, record.serializedValueSize());
    }
}
