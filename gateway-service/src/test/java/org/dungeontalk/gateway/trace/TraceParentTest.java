package org.dungeontalk.gateway.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    @Test
    void isWrittenAndReadAsTheStandardHasIt() {
        String text = "00-" + TRACE + "-" + SPAN + "-01";
        SpanContext read = Span.fromContext(TraceParent.read(text)).getSpanContext();
        assertEquals(
                SpanContext.createFromRemoteParent(
                        TRACE, SPAN, TraceFlags.getSampled(), TraceState.getDefault()),
                read);
        assertEquals(text, TraceParent.of(read));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "00",
                "ff-" + TRACE + "-" + SPAN + "-01",
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-" + TRACE + "-" + SPAN + "-01-more",
                "00-" + TRACE + "-" + SPAN + "\r\nx: y"
            })
    void whatIsNotOfTheStandardSaysNothing(String text) {
        assertSame(Context.root(), TraceParent.read(text));
    }
}
