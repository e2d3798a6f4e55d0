package org.dungeontalk.gateway.trace;

import io.opentelemetry.api.trace.Span;
import org.dungeontalk.gateway.message.ErrorCode;

/** The span of one message on its way into the log. Its result ends it. Thread-safe. */
public final class SendTrace {
    private final Span span;

    SendTrace(Span span) {
        this.span = span;
    }

    /** The value of the record's header {@code traceparent}. */
    public String traceparent() {
        return TraceParent.of(span.getSpanContext());
    }

    /** All in-sync replicas have the message. */
    public void logged(int partition, long offset) {
        MessageSpan.place(span, partition, offset);
        span.end();
    }

    /** The message was refused. */
    public void refused(ErrorCode code) {
        MessageSpan.failed(span, code.name());
        span.end();
    }
}
