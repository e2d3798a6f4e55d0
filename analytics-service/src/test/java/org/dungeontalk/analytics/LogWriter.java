package org.dungeontalk.analytics;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes the log as the gateway does, and as it should not. One request at a time: right after a
 * topic was made its broker may refuse a partition's first batch and take the second, and then the
 * first has no place any more.
 */
public final class LogWriter implements AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer;

    public LogWriter(String bootstrapServers) {
        producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                bootstrapServers,
                                "acks",
                                "all",
                                "max.in.flight.requests.per.connection",
                                1,
                                "max.request.size",
                                4_000_000),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    /** A chat message, by its sender's word. */
    public static String talk(UUID id, String room, String player, Instant createdAt) {
        return body(id, room, player, "TALK", "hello", createdAt);
    }

    /** The body of a chat message; the text needs no escapes. */
    public static String body(
            UUID id, String room, String player, String type, String text, Instant createdAt) {
        return """
        {"messageId":"%s","roomId":"%s","senderId":"%s","senderNickname":"N","content":"%s",\
        "type":"%s","createdAt":"%s"}\
        """
                .formatted(id, room, player, text, type, createdAt);
    }

    /** A player's words, with a new id, written to their room's partition. */
    public Future<RecordMetadata> say(String room, String player, String text, Instant createdAt) {
        String body = body(UUID.randomUUID(), room, player, "TALK", text, createdAt);
        return write(room, body, Map.of("kind", "chat", "type", "TALK", "from", player));
    }

    /** A chat message with a new id, written to its room's partition. */
    public Future<RecordMetadata> talk(String room, String player, Instant createdAt) {
        return say(room, player, "hello", createdAt);
    }

    /** A chat message whose sender chose the id and may have sent it before. */
    public Future<RecordMetadata> send(
            UUID id, String room, String player, String text, Instant createdAt) {
        return write(
                room,
                body(id, room, player, "TALK", text, createdAt),
                Map.of("kind", "chat", "type", "TALK", "from", player, "id", id.toString()));
    }

    /** A chat message, written to this partition as another client's partitioner would. */
    public Future<RecordMetadata> talkInto(
            int partition, String room, String player, Instant createdAt) {
        String body = talk(UUID.randomUUID(), room, player, createdAt);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>("game-messages", partition, bytes(room), bytes(body));
        record.headers().add("kind", bytes("chat"));
        return producer.send(record);
    }

    /** How many partitions the log has. */
    public int partitions() {
        return producer.partitionsFor("game-messages").size();
    }

    /** Any record; each part may be null. */
    public Future<RecordMetadata> write(String kind, String key, String value) {
        return write(key, value, kind == null ? Map.of() : Map.of("kind", kind));
    }

    /** A chat message as it is or broken, with a header {@code traceparent}. */
    public Future<RecordMetadata> traced(String room, String body, String traceparent) {
        return write(room, body, Map.of("kind", "chat", "traceparent", traceparent));
    }

    /** The same, with the id that its sender chose. */
    public Future<RecordMetadata> traced(UUID id, String room, String body, String traceparent) {
        return write(
                room,
                body,
                Map.of("kind", "chat", "id", id.toString(), "traceparent", traceparent));
    }

    /** A request for a player's erasure, as persistence-service tells it. */
    public Future<RecordMetadata> erase(String player, String pseudonym, Instant through) {
        String body =
                """
                {"playerId":"%s","pseudonym":"%s","mode":"ERASE","through":"%s","at":"%s"}\
                """
                        .formatted(player, pseudonym, through, through);
        return producer.send(new ProducerRecord<>("erasures", bytes(player), bytes(body)));
    }

    private Future<RecordMetadata> write(String key, String value, Map<String, String> headers) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>("game-messages", bytes(key), bytes(value));
        headers.forEach((name, text) -> record.headers().add(name, bytes(text)));
        return producer.send(record);
    }

    /** Waits until the log has them all. */
    public void await(List<Future<RecordMetadata>> written) {
        producer.flush();
        written.forEach(LogWriter::await);
    }

    /** Waits until the log has it. */
    public static RecordMetadata await(Future<RecordMetadata> written) {
        try {
            return written.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
}
