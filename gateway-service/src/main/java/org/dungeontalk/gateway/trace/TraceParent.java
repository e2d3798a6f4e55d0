package org.dungeontalk.gateway.trace;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;

/**
 * The header {@code traceparent} of W3C Trace Context. It is all that is passed on: neither {@code
 * tracestate} nor baggage, through which a sender could put anything into the log. Pure.
 */
final class TraceParent {
    private static final String NAME = "traceparent";

    private TraceParent() {}

    /** The header's value for what comes after that span. */
    static String of(SpanContext span) {
        return "00-"
                + span.getTraceId()
                + "-"
                + span.getSpanId()
                + "-"
                + span.getTraceFlags().asHex();
    }

    /** What the value says; nothing if it is {@code null} or not as the standard has it. */
    static Context read(String value) {
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), value, new Alone());
    }

    /** The value, as the only one of many headers. */
    private static final class Alone implements TextMapGetter<String> {
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
