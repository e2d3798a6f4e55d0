package org.dungeontalk.gateway.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Phaser;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeliveryTraceTest {
    private static final int MESSAGES = 100_000;

    @Test
    void theSpanNamesTheMembersOfAllEventLoopsWhicheverIsLast() throws InterruptedException {
        Counts counts = new Counts();
        try (SdkTracerProvider provider =
                SdkTracerProvider.builder().addSpanProcessor(counts).build()) {
            var tracer = provider.get("test");
            DeliveryTrace[] traces =
                    IntStream.range(0, MESSAGES)
                            .mapToObj(i -> tracer.spanBuilder("process").startSpan())
                            .map(span -> new DeliveryTrace(null, span, 2))
                            .toArray(DeliveryTrace[]::new);
            Phaser together = new Phaser(2);
            Thread other = new Thread(() -> deliver(traces, 2, together));
            other.start();
            deliver(traces, 1, together);
            other.join();
        }
        assertEquals(MESSAGES, counts.ended.size());
        assertEquals(0, counts.ended.stream().filter(members -> members != 3).count());
    }

    /** Hands over each message at the same moment as the other event loop. */
    private static void deliver(DeliveryTrace[] traces, int members, Phaser together) {
        for (DeliveryTrace trace : traces) {
            together.arriveAndAwaitAdvance();
            trace.handedTo(members);
        }
    }

    /** What each ended span says of its members. */
    private static final class Counts implements SpanProcessor {
        private final Queue<Long> ended = new ConcurrentLinkedQueue<>();

        @Override
        public void onStart(Context parent, ReadWriteSpan span) {}

        @Override
        public boolean isStartRequired() {
            return false;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            ended.add(span.getAttribute(AttributeKey.longKey("dungeontalk.members")));
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }
    }
}
