package org.dungeontalk.gateway.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import org.dungeontalk.gateway.room.RoomKey;

/**
 * Sets the attributes of message spans, with OpenTelemetry's names for messaging. They never hold a
 * text or a token.
 */
final class MessageSpan {
    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> DESTINATION =
            AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> OPERATION_NAME =
            AttributeKey.stringKey("messaging.operation.name");
    private static final AttributeKey<String> OPERATION_TYPE =
            AttributeKey.stringKey("messaging.operation.type");
    private static final AttributeKey<String> PARTITION =
            AttributeKey.stringKey("messaging.destination.partition.id");
    private static final AttributeKey<Long> OFFSET = AttributeKey.longKey("messaging.kafka.offset");
    private static final AttributeKey<String> KEY =
            AttributeKey.stringKey("messaging.kafka.message.key");
    private static final AttributeKey<String> ROOM_KIND =
            AttributeKey.stringKey("dungeontalk.room.kind");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private MessageSpan() {}

    static SpanBuilder builder(Tracer tracer, String operation, String topic, SpanKind kind) {
        return tracer.spanBuilder(operation + " " + topic)
                .setSpanKind(kind)
                .setAttribute(SYSTEM, "kafka")
                .setAttribute(DESTINATION, topic)
                .setAttribute(OPERATION_NAME, operation)
                .setAttribute(OPERATION_TYPE, operation);
    }

    static void room(Span span, RoomKey room) {
        span.setAttribute(KEY, room.id()).setAttribute(ROOM_KIND, room.kind().text());
    }

    static void place(Span span, int partition, long offset) {
        span.setAttribute(PARTITION, Integer.toString(partition)).setAttribute(OFFSET, offset);
    }

    static void failed(Span span, String code) {
        span.setStatus(StatusCode.ERROR).setAttribute(ERROR, code);
    }
}
