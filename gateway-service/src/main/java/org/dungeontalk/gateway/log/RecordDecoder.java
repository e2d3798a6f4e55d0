package org.dungeontalk.gateway.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.dungeontalk.gateway.kafka.Topic;
import org.dungeontalk.gateway.room.RoomKey;
import org.dungeontalk.gateway.room.RoomKind;
import org.dungeontalk.gateway.text.Utf8;

/** Decodes key and headers of a record; the body stays bytes. Pure. */
final class RecordDecoder {

    private RecordDecoder() {}

    /**
     * Decodes a record. Empty if it belongs to no room; if it lies in another partition than its
     * room's, where it has no place in the room's order; or if its value is not UTF-8, because
     * clients close the connection that brings it, and would get it again when they resume. Such a
     * record is delivered to nobody.
     *
     * @param partitions the number that rooms are spread over
     * @param traced whether to read the trace context
     */
    static Optional<LogRecord> decode(
            ConsumerRecord<byte[], byte[]> record, int partitions, boolean traced) {
        if (record.key() == null || record.value() == null || !Utf8.isJson(record.value())) {
            return Optional.empty();
        }
        String kind = header(record, "kind");
        if (kind == null) {
            return Optional.empty();
        }
        return RoomKind.of(kind)
                .flatMap(k -> RoomKey.of(k, new String(record.key(), UTF_8)))
                .filter(room -> Topic.partition(room.id(), partitions) == record.partition())
                .map(
                        room ->
                                new LogRecord(
                                        record.partition(),
                                        record.offset(),
                                        record.timestamp(),
                                        room,
                                        header(record, "from"),
                                        header(record, "to"),
                                        id(record),
                                        traced ? header(record, "traceparent") : null,
                                        record.value()));
    }

    /**
     * The body's id, by which the database knows the message; the header's if the body has none.
     */
    private static String id(ConsumerRecord<byte[], byte[]> record) {
        String id = BodyHash.messageId(record.value());
        return id != null ? id : BodyHash.uuid(header(record, "id"));
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }
}
