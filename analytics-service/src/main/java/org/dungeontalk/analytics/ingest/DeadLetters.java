package org.dungeontalk.analytics.ingest;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.dungeontalk.analytics.config.AnalyticsConfig;
import org.eclipse.microprofile.reactive.messaging.Channel;

/**
 * The topic of records that can't be counted: their key, value and headers, and the reason.
 *
 * <p>Guarantee: {@link #write} completes when all in-sync replicas have the record. At least once:
 * if the process is killed before it commits the progress, the record is written again.
 */
@ApplicationScoped
public class DeadLetters {

    /** SmallRye's own header on incoming records. It is not part of the record. */
    private static final String CONNECTOR_HEADER = "__smallrye_generationId";

    private final MutinyEmitter<ProducerRecord<byte[], byte[]>> emitter;
    private final String topic;
    private final String group;

    DeadLetters(
            @Channel("dead-letters") MutinyEmitter<ProducerRecord<byte[], byte[]>> emitter,
            AnalyticsConfig config) {
        this.emitter = emitter;
        this.topic = config.log().topic() + ".analytics.dlt";
        this.group = config.log().group();
    }

    /**
     * Writes a record to the dead-letter topic. If the added headers make it too large for Kafka,
     * it is written without its value, or also without its key and headers. Header {@code
     * dlt-value-omitted} then has the value's size in bytes, and the headers have the record's
     * position in the log.
     */
    public Uni<Void> write(ConsumerRecord<byte[], byte[]> record, String reason) {
        return emitter.send(whole(record, reason))
                .onFailure(RecordTooLargeException.class)
                .recoverWithUni(() -> emitter.send(withoutValue(record, reason)))
                .onFailure(RecordTooLargeException.class)
                .recoverWithUni(() -> emitter.send(ofItsPlace(record, reason)));
    }

    private ProducerRecord<byte[], byte[]> whole(
            ConsumerRecord<byte[], byte[]> record, String reason) {
        Headers headers = headers(record, record.headers(), reason);
        return new ProducerRecord<>(topic, null, null, record.key(), record.value(), headers);
    }

    private ProducerRecord<byte[], byte[]> withoutValue(
            ConsumerRecord<byte[], byte[]> record, String reason) {
        Headers headers = headers(record, record.headers(), reason);
        headers.add("dlt-value-omitted", size(record));
        return new ProducerRecord<>(topic, null, null, record.key(), null, headers);
    }

    private ProducerRecord<byte[], byte[]> ofItsPlace(
            ConsumerRecord<byte[], byte[]> record, String reason) {
        String bare = reason + "; its key and headers are too large to be copied";
        Headers headers = headers(record, List.of(), bare);
        headers.add("dlt-value-omitted", size(record));
        return new ProducerRecord<>(topic, null, null, null, null, headers);
    }

    private Headers headers(
            ConsumerRecord<byte[], byte[]> record, Iterable<Header> own, String reason) {
        Headers headers = new RecordHeaders();
        for (Header header : own) {
            if (!header.key().equals(CONNECTOR_HEADER)) {
                headers.add(header);
            }
        }
        headers.add("dlt-reason", bytes(reason));
        headers.add("dlt-topic", bytes(record.topic()));
        headers.add("dlt-partition", bytes(Integer.toString(record.partition())));
        headers.add("dlt-offset", bytes(Long.toString(record.offset())));
        headers.add("dlt-group", bytes(group));
        return headers;
    }

    private static byte[] size(ConsumerRecord<byte[], byte[]> record) {
        return bytes(Integer.toString(record.value() == null ? 0 : record.value().length));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
