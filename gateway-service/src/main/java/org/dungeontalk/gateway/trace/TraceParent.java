package org.dungeontalk.gateway.trace;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;

/**
 * The header {@code traceparent} of W3C Trace Context. Neither {@code tracestate} nor baggage is
 * passed on, because a sender could put anything into the log with them. Pure.
 */
final class TraceParent {
    private static final String NAME = "traceparent";

    private TraceParent() {}

    /** The header's value for children of the span. */
    static String of(SpanContext span) {
        return "00-"
                + span.getTraceId()
                + "-"
                + span.getSpanId()
                + "-"
                + span.getTraceFlags().asHex();
    }

    /** Parses the value; an empty context if it is {@code null} or violates the standard. */
    static Context read(String value) {
        return W3CTraceContextPropagator.getInstance()
                .extract(Context.root(), value, new SingleHeader());
    }

    /** Presents the value as the only header. */
    private static final class SingleHeader implements TextMapGetter<String> {
        @Override
        public Iterable<String> keys(String value) {
            return List.of(NAME);
        }

        @Override
        public String get(String value, String key) {
            return NAME.equals(key) ? value : null;
        }
    }
}
