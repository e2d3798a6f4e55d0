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
record Letter(ConsumerRecord<byte[], byte[]> record) {

    private static final String PREFIX = "dlt-";
    private static final ObjectMapper JSON = new ObjectMapper();

    LetterPlace place() {
        return new LetterPlace(record.partition(), record.offset());
    }

    /** Why it was given up. */
    String reason() {
        return header(PREFIX + "reason").orElse("no reason given");
    }

    /** Where it lies in the log: {@code topic partition:offset}. */
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

    /** What {@code list} prints of it: one line, whatever the record holds. */
    String summary() {
        String value = record.value() == null ? "no value" : record.value().length + " bytes";
        return "%s  from %s  key %s  %s  %s"
                .formatted(place(), origin(), text(record.key()), value, Printable.of(reason()));
    }

    /** All of it, for a person to read. */
    String whole() {
        StringBuilder text = new StringBuilder(summary()).append('\n');
        for (Header header : record.headers()) {
            text.append("  ").append(Printable.of(header.key())).append(": ");
            text.append(text(header.value())).append('\n');
        }
        return text.append(text(record.value())).toString();
    }

    /**
     * The record as it would have been, without the headers that came with the dead letter. Its
     * time is that of the log when it arrives there. A value with a {@code messageId} gets the
     * header {@code id}: sent twice, it is delivered, stored and counted once.
     *
     * @param key instead of its own; null: its own
     * @param value instead of its own; null: its own
     * @param kind instead of its own header {@code kind}; null: its own
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
