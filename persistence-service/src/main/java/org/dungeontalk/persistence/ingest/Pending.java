package org.dungeontalk.persistence.ingest;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record that was read and decoded, and is neither stored nor given up yet. */
record Pending(ConsumerRecord<byte[], byte[]> record, Decoded decoded, Poll poll) {

    /** What a record costs beside its value, in bytes, about. */
    private static final int OVERHEAD = 512;

    /** Bytes that it holds in memory, about. */
    long weight() {
        return OVERHEAD + Math.max(0, record.serializedValueSize());
    }
}
