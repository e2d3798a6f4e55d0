package org.dungeontalk.gateway.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.log.LogRecord;
import org.dungeontalk.gateway.message.LogMessage;

/**
 * Starts the spans of traced messages. The sampling ratio decides when a message comes in; readers
 * of the log follow that decision. Thread-safe, never blocks.
 *
 * <p>While {@link #on} is false no other method may be called. So tracing that is off costs one
 * field read.
 */
@Singleton
public class Traces {
    private static final AttributeKey<String> MESSAGE_ID =
            AttributeKey.stringKey("messaging.message.id");
    private static final AttributeKey<Long> BODY_SIZE =
            AttributeKey.longKey("messaging.message.body.size");

    private final boolean on;
    private final boolean trustSenders;
    private final String topic;
    private final Tracer tracer;

    Traces(TraceExport export, GatewayConfig config) {
        this.tracer = export.tracer().orElse(null);
        this.on = tracer != null;
        this.trustSenders = config.trace().trustSenders();
        this.topic = config.log().topic();
    }

    /** Whether tracing is on. Never changes. */
    public boolean on() {
        return on;
    }

    /**
     * The trace of a message on its way into the log; empty if it is not sampled.
     *
     * @param since when it came in, on the clock of {@link System#nanoTime}
     * @param sender the {@code traceparent} of its sender, used only if senders are trusted; {@code
     *     null} if there is none
     */
    public Optional<SendTrace> send(LogMessage message, long since, String sender) {
        Context parent = trustSenders ? TraceParent.read(sender) : Context.root();
        Span span =
                MessageSpan.builder(tracer, "send", topic, SpanKind.PRODUCER)
                        .setParent(parent)
                        .setStartTimestamp(Instant.now().minusNanos(System.nanoTime() - since))
                        .startSpan();
        if (!span.isRecording()) {
            return Optional.empty();
        }
        span.setAttribute(MESSAGE_ID, message.id().toString());
        span.setAttribute(BODY_SIZE, message.json().length);
        MessageSpan.room(span, message.room());
        return Optional.of(new SendTrace(span));
    }

    /**
     * The trace of a message on its way to the members of its room; empty if its header says that
     * it is not sampled.
     *
     * @param loops how many event loops have members
     */
    public Optional<DeliveryTrace> delivery(LogRecord message, int loops) {
        Context parent = TraceParent.read(message.traceparent());
        if (!Span.fromContext(parent).getSpanContext().isSampled()) {
            return Optional.empty();
        }
        Span span =
                MessageSpan.builder(tracer, "process", topic, SpanKind.CONSUMER)
                        .setParent(parent)
                        .startSpan();
        MessageSpan.room(span, message.room());
        MessageSpan.place(span, message.partition(), message.offset());
        return Optional.of(new DeliveryTrace(message, span, loops));
    }
}
