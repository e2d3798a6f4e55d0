package org.dungeontalk.persistence.ingest;

import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dungeontalk.persistence.decode.Decoded;
import org.dungeontalk.persistence.trace.MessageTrace;

/**
 * A record that was read and decoded, and is neither stored nor given up yet.
 *
 * @param log the number of the log that was read when it came
 * @param trace {@code null} if it is not traced
 */
record Pending(
        ConsumerRecord<byte[], byte[]> record,
        Decoded decoded,
        Uni<Integer> log,
        Poll poll,
        MessageTrace trace) {

    /** What a record costs beside its value, in bytes, about. */
    private static final int OVERHEAD = 512;

    /** Bytes that it holds in memory, about. */
    long weight() {
        return OVERHEAD + Math.max(0, record.serializedValueSize());
    }
}
