package org.dungeontalk.persistence.ingest;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.dungeontalk.persistence.kafka.UnreadableRange;

/**
 * A record that is given up, and why.
 *
 * @param reason a sentence that does not quote the record
 */
public record DeadLetter(ConsumerRecord<byte[], byte[]> record, String reason) {

    /** One for the place of records that nobody can read: it has neither key nor value. */
    public static DeadLetter of(UnreadableRange place, String topic) {
        ConsumerRecord<byte[], byte[]> nothing =
                new ConsumerRecord<>(topic, place.partition(), place.from(), null, null);
        nothing.headers().add("dlt-last-offset", bytes(Long.toString(place.upto() - 1)));
        return new DeadLetter(nothing, "the record can't be read: " + place.why());
    }

    /** Key, value, headers and time as they were, and the headers that the contract adds. */
    ProducerRecord<byte[], byte[]> toRecord(String topic, String group) {
        return new ProducerRecord<>(
                topic, null, time(), record.key(), record.value(), headers(group));
    }

    /**
     * The same without the value, for one that with its headers is more than the topic takes; the
     * header {@code dlt-value-omitted} says how many bytes it has. The log still holds them.
     */
    ProducerRecord<byte[], byte[]> toRecordWithoutValue(String topic, String group) {
        Headers headers = headers(group);
        headers.add("dlt-value-omitted", bytes(Integer.toString(size())));
        return new ProducerRecord<>(topic, null, time(), record.key(), null, headers);
    }

    /**
     * Its place and the reason only, for one whose key and headers are more than the topic takes
     * even without the value.
     */
    ProducerRecord<byte[], byte[]> toRecordOfItsPlace(String topic, String group) {
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
