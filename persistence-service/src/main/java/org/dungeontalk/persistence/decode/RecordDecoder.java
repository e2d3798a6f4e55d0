package org.dungeontalk.persistence.decode;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** {@link MessageDecoder} for records as Kafka hands them over. Safe for any thread. */
public final class RecordDecoder {

    private final MessageDecoder decoder = new MessageDecoder();

    public Decoded decode(ConsumerRecord<byte[], byte[]> record) {
        Header kind = record.headers().lastHeader("kind");
        return decoder.decode(
                kind == null ? null : kind.value(),
                record.key(),
                record.value(),
                record.timestamp());
    }
}
