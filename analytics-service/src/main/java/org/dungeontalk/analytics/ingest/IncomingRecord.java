package org.dungeontalk.analytics.ingest;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.dungeontalk.analytics.decode.Decoded;
import org.dungeontalk.analytics.decode.RecordDecoder;

/**
 * A record and its decoded form.
 *
 * @param chosen whether its sender chose the id and may have sent it before
 */
record IncomingRecord(ConsumerRecord<byte[], byte[]> source, Decoded decoded, boolean chosen) {

    /**
     * Decodes a record. Reads its headers in one pass, because each access creates strings of their
     * names.
     */
    static IncomingRecord of(ConsumerRecord<byte[], byte[]> record, RecordDecoder decoder) {
        byte[] kind = null;
        boolean chosen = false;
        for (Header header : record.headers().toArray()) {
            switch (header.key()) {
                case "kind" -> kind = header.value();
                case "id" -> chosen = true;
                default -> {}
            }
        }
        return new IncomingRecord(record, decode(decoder, kind, record), chosen);
    }

    private static Decoded decode(
            RecordDecoder decoder, byte[] kind, ConsumerRecord<byte[], byte[]> record) {
        try {
            return decoder.decode(kind, record.key(), record.value(), record.timestamp());
        } catch (RuntimeException e) {
            return new Decoded.Poison(
                    "decoding the record failed: " + e.getClass().getSimpleName());
        }
    }

    /** The same record with another decoded form. */
    IncomingRecord as(Decoded other) {
        return new IncomingRecord(source, other, chosen);
    }

    long offset() {
        return source.offset();
    }
}
