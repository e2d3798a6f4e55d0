package org.dungeontalk.persistence.trace;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/**
 * Counts spans when they end and when they are sent. Made = sent + failed + waiting + dropped
 * because the queue was full. Logs one line when the collector is away and one when it is back.
 * Thread-safe.
 */
final class SpanCounts implements SpanProcessor {
    private static final Logger LOG = Logger.getLogger(SpanCounts.class);

    private final LongAdder made = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final AtomicBoolean away = new AtomicBoolean();

    long made() {
        return made.sum();
    }

    long sent() {
        return sent.sum();
    }

    long failed() {
        return failed.sum();
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        made.increment();
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    private void done(CompletableResultCode result, int spans) {
        (result.isSuccess() ? sent : failed).add(spans);
        if (away.compareAndSet(result.isSuccess(), !result.isSuccess())) {
            if (result.isSuccess()) {
                LOG.info("The collector accepts spans again");
            } else {
                LOG.warnf(
                        "The collector does not accept spans; they are dropped: %s",
                        result.getFailureThrowable());
            }
        }
    }

    /** The same exporter, with its outcomes counted. */
    SpanExporter counted(SpanExporter exporter) {
        return new SpanExporter() {
            @Override
            public CompletableResultCode export(Collection<SpanData> spans) {
                CompletableResultCode result = exporter.export(spans);
                return result.whenComplete(() -> done(result, spans.size()));
            }

            @Override
            public CompletableResultCode flush() {
                return exporter.flush();
            }

            @Override
            public CompletableResultCode shutdown() {
                return exporter.shutdown();
            }
        };
    }
}
