package org.dungeontalk.tools.dlt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** A record of a dead-letter topic. */
record DeadLetter(ConsumerRecord<byte[], byte[]> record) {

    private static final String PREFIX = "dlt-";
    private static final ObjectMapper JSON = new ObjectMapper();

    DeadLetterPosition position() {
        return new DeadLetterPosition(record.partition(), record.offset());
    }

    /** The reason for which the consumer dead-lettered it. */
    String reason() {
        return header(PREFIX + "reason").orElse("no reason given");
    }

    /** Its position in the log: {@code topic partition:offset}. */
    String origin() {
        return "%s %s:%s"
                .formatted(
                        header(PREFIX + "topic").orElse("?"),
                        header(PREFIX + "partition").orElse("?"),
                        header(PREFIX + "offset").orElse("?"));
    }

    Optional<String> header(String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
    }

    /** Its line in the output of {@code list}: one line, whatever the record holds. */
    String summary() {
        String value = record.value() == null ? "no value" : record.value().length + " bytes";
        return "%s  from %s  key %s  %s  %s"
                .formatted(position(), origin(), text(record.key()), value, Printable.of(reason()));
    }

    /** The whole record in readable form. */
    String whole() {
        StringBuilder text = new StringBuilder(summary()).append('\n');
        for (Header header : record.headers()) {
            text.append("  ").append(Printable.of(header.key())).append(": ");
            text.append(text(header.value())).append('\n');
        }
        return text.append(text(record.value())).toString();
    }

    /**
     * The record to send, without the headers of the dead letter. Its timestamp is the time at
     * which it arrives in the log. If the value has a {@code messageId}, the record gets the header
     * {@code id}: it is delivered, stored and counted once, even if it is sent twice.
     *
     * @param key replaces the record's key; null: keep it
     * @param value replaces the record's value; null: keep it
     * @param kind replaces the header {@code kind}; null: keep it
     */
    ProducerRecord<byte[], byte[]> repaired(String topic, String key, byte[] value, String kind) {
        ProducerRecord<byte[], byte[]> repaired =
                new ProducerRecord<>(
                        topic,
                        key == null ? record.key() : bytes(key),
                        value == null ? record.value() : value);
        for (Header header : record.headers()) {
            if (!header.key().startsWith(PREFIX)) {
                repaired.headers().add(header);
            }
        }
        if (kind != null) {
            repaired.headers().remove("kind").add("kind", bytes(kind));
        }
        messageId(repaired.value())
                .ifPresent(id -> repaired.headers().remove("id").add("id", bytes(id)));
        return repaired;
    }

    private static Optional<String> messageId(byte[] value) {
        try {
            JsonNode body = value == null ? null : JSON.readTree(value);
            return Optional.ofNullable(body).map(it -> it.path("messageId").textValue());
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "(none)" : Printable.of(new String(bytes, StandardCharsets.UTF_8));
    }
}
