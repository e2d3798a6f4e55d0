package org.dungeontalk.persistence.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.dungeontalk.persistence.config.PersistenceConfig;

/**
 * Begins the spans of messages that a gateway has selected: their records have a header {@code
 * traceparent}. Each message has its own span in its own trace, even if many are written together.
 * Thread-safe.
 *
 * <p>Call nothing else here while {@link #on} is false. Then tracing only costs the read of that
 * field.
 */
@Singleton
public class Traces {

    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> DESTINATION =
            AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> PARTITION =
            AttributeKey.stringKey("messaging.destination.partition.id");
    private static final AttributeKey<String> OPERATION_NAME =
            AttributeKey.stringKey("messaging.operation.name");
    private static final AttributeKey<String> OPERATION_TYPE =
            AttributeKey.stringKey("messaging.operation.type");
    private static final AttributeKey<String> GROUP =
            AttributeKey.stringKey("messaging.consumer.group.name");
    private static final AttributeKey<Long> OFFSET = AttributeKey.longKey("messaging.kafka.offset");
    private static final AttributeKey<String> KEY =
            AttributeKey.stringKey("messaging.kafka.message.key");
    private static final String PROCESS = "process";

    private final boolean on;
    private final Tracer tracer;
    private final PersistenceConfig.Log log;

    Traces(TraceExport export, PersistenceConfig config) {
        this.tracer = export.tracer().orElse(null);
        this.on = tracer != null;
        this.log = config.log();
    }

    /** Whether anything is traced. Never changes. */
    public boolean on() {
        return on;
    }

    /**
     * The trace of a record, or {@code null} if it is not traced.
     *
     * @param since when it arrived
     */
    public MessageTrace begin(ConsumerRecord<byte[], byte[]> record, Instant since) {
        Context parent =
                W3CTraceContextPropagator.getInstance()
                        .extract(Context.root(), record, new TraceParent());
        if (!Span.fromContext(parent).getSpanContext().isSampled()) {
            return null;
        }
        Span span =
                tracer.spanBuilder(PROCESS + " " + record.topic())
                        .setSpanKind(SpanKind.CONSUMER)
                        .setParent(parent)
                        .setStartTimestamp(since)
                        .setAttribute(SYSTEM, "kafka")
                        .setAttribute(DESTINATION, record.topic())
                        .setAttribute(OPERATION_NAME, PROCESS)
                        .setAttribute(OPERATION_TYPE, PROCESS)
                        .setAttribute(GROUP, log.group())
                        .setAttribute(PARTITION, Integer.toString(record.partition()))
                        .setAttribute(OFFSET, record.offset())
                        .startSpan();
        if (record.key() != null) {
            span.setAttribute(KEY, new String(record.key(), UTF_8));
        }
        return new MessageTrace(span);
    }

    /** The only header used. {@code tracestate} and baggage are ignored. */
    private static final class TraceParent implements TextMapGetter<ConsumerRecord<?, ?>> {
        private static final String NAME = "traceparent";

        @Override
        public Iterable<String> keys(ConsumerRecord<?, ?> record) {
            return List.of(NAME);
        }

        @Override
        public String get(ConsumerRecord<?, ?> record, String key) {
            Header header = NAME.equals(key) ? record.headers().lastHeader(NAME) : null;
            return header == null || header.value() == null
                    ? null
                    : new String(header.value(), UTF_8);
        }
    }
}
