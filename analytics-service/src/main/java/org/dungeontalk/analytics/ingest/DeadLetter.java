package org.dungeontalk.analytics.ingest;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A record that can't be counted, and the reason. Pure.
 *
 * @param reason a sentence that does not quote the record
 * @param records the number of records that it stands for: where the log can't be read, one stands
 *     for all
 */
record DeadLetter(ConsumerRecord<byte[], byte[]> source, String reason, long records) {

    /** A dead letter for records that can't be read: it has neither key nor value. */
    static DeadLetter of(UnreadableRange gap, TopicPartition partition) {
        ConsumerRecord<byte[], byte[]> position =
                new ConsumerRecord<>(
                        partition.topic(), partition.partition(), gap.from(), null, null);
        position.headers().add("dlt-last-offset", bytes(Long.toString(gap.to() - 1)));
        return new DeadLetter(position, gap.reason(), gap.to() - gap.from());
    }

    /** Key, value, headers and time of the record, with the headers that the contract adds. */
    ProducerRecord<byte[], byte[]> toRecord(String topic, String group) {
        return new ProducerRecord<>(
                topic, null, time(), source.key(), source.value(), headers(group));
    }

    /**
     * The same without the value, for a record that is too large with the added headers. The header
     * {@code dlt-value-omitted} has the size of the value in bytes. The log still has the value.
     */
    ProducerRecord<byte[], byte[]> toRecordWithoutValue(String topic, String group) {
        Headers headers = headers(group);
        headers.add("dlt-value-omitted", bytes(Integer.toString(size())));
        return new ProducerRecord<>(topic, null, time(), source.key(), null, headers);
    }

    /**
     * Position and reason only, for a record whose key and headers are too large even without the
     * value.
     */
    ProducerRecord<byte[], byte[]> toRecordOfItsPosition(String topic, String group) {
        DeadLetter bare =
                new DeadLetter(
                        new ConsumerRecord<>(
                                source.topic(), source.partition(), source.offset(), null, null),
                        reason + "; its key and headers are too large to be copied",
                        records);
        Headers headers = bare.headers(group);
        headers.add("dlt-value-omitted", bytes(Integer.toString(size())));
        return new ProducerRecord<>(topic, null, time(), null, null, headers);
    }

    private int size() {
        return source.value() == null ? 0 : source.value().length;
    }

    private Long time() {
        return source.timestamp() < 0 ? null : source.timestamp();
    }

    private Headers headers(String group) {
        Headers headers = new RecordHeaders(source.headers().toArray());
        headers.add("dlt-reason", bytes(reason));
        headers.add("dlt-topic", bytes(source.topic()));
        headers.add("dlt-partition", bytes(Integer.toString(source.partition())));
        headers.add("dlt-offset", bytes(Long.toString(source.offset())));
        headers.add("dlt-group", bytes(group));
        return headers;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
