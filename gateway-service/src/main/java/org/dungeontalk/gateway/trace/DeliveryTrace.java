package org.dungeontalk.gateway.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import java.util.concurrent.atomic.AtomicInteger;
import org.dungeontalk.gateway.log.LogRecord;

/**
 * The span of one message from the log to its members' outbound queues. The last event loop that
 * has members ends it. Thread-safe.
 */
public final class DeliveryTrace {
    private static final AttributeKey<Long> MEMBERS = AttributeKey.longKey("dungeontalk.members");

    private final LogRecord message;
    private final Span span;
    private final AtomicInteger loops;
    private final AtomicInteger members = new AtomicInteger();

    DeliveryTrace(LogRecord message, Span span, int loops) {
        this.message = message;
        this.span = span;
        this.loops = new AtomicInteger(loops);
    }

    public LogRecord message() {
        return message;
    }

    /** One event loop has handed the message to this many members. */
    public void handedTo(int more) {
        members.addAndGet(more);
        if (loops.decrementAndGet() == 0) {
            span.setAttribute(MEMBERS, members.get()).end();
        }
    }
}
