package org.dungeontalk.persistence.ingest;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.dungeontalk.persistence.kafka.UnreadableRange;

/**
 * A record for the dead-letter topic, and the reason.
 *
 * @param reason a sentence that does not quote the record
 */
public record DeadLetter(ConsumerRecord<byte[], byte[]> record, String reason) {

    /** A dead letter for offsets that cannot be read: it has neither key nor value. */
    public static DeadLetter of(UnreadableRange place, String topic) {
        ConsumerRecord<byte[], byte[]> nothing =
                new ConsumerRecord<>(topic, place.partition(), place.from(), null, null);
        nothing.headers().add("dlt-last-offset", bytes(Long.toString(place.upto() - 1)));
        return new DeadLetter(nothing, "the record can't be read: " + place.why());
    }

    /** Key, value, headers and time of the record, with the headers that the contract adds. */
    ProducerRecord<byte[], byte[]> toRecord(String topic, String group) {
        return new ProducerRecord<>(
                topic, null, time(), record.key(), record.value(), headers(group));
    }

    /**
     * The same without the value, for a record that is too large with the added headers. The header
     * {@code dlt-value-omitted} holds the size of the value in bytes. The log still has the value.
     */
    ProducerRecord<byte[], byte[]> toRecordWithoutValue(String topic, String group) {
        Headers headers = headers(group);
        headers.add("dlt-value-omitted", bytes(Integer.toString(size())));
        return new ProducerRecord<>(topic, null, time(), record.key(), null, headers);
    }

    /**
     * Partition, offset and reason only, for a record whose key and headers are too large even
     * without the value.
     */
    ProducerRecord<byte[], byte[]> toRecordOfItsPosition(String topic, String group) {
        DeadLetter bare =
                new DeadLetter(
                        new ConsumerRecord<>(
                                record.topic(), record.partition(), record.offset(), null, null),
                        reason + "; its key and headers are too large to be copied");
        Headers headers = bare.headers(group);
        headers.add("dlt-value-omitted", bytes(Integer.toString(size())));
        return new ProducerRecord<>(topic, null, time(), null, null, headers);
    }

    private int size() {
        return record.value() == null ? 0 : record.value().length;
    }

    private Long time() {
        return record.timestamp() < 0 ? null : record.timestamp();
    }

    private Headers headers(String group) {
        Headers headers = new RecordHeaders(record.headers().toArray());
        headers.add("dlt-reason", bytes(reason));
        headers.add("dlt-topic", bytes(record.topic()));
        headers.add("dlt-partition", bytes(Integer.toString(record.partition())));
        headers.add("dlt-offset", bytes(Long.toString(record.offset())));
        headers.add("dlt-group", bytes(group));
        return headers;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
