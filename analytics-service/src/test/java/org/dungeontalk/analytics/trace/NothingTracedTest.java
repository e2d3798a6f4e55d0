package org.dungeontalk.analytics.trace;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.UUID;
import org.dungeontalk.analytics.LogWriter;
import org.dungeontalk.analytics.ServiceTest;
import org.dungeontalk.analytics.Stack;
import org.junit.jupiter.api.Test;

/** The default: nothing could make a span, whatever a record's header says. */
@QuarkusTest
@WithTestResource(Stack.class)
class NothingTracedTest extends ServiceTest {

    @Inject Traces traces;
    @Inject TraceExport export;

    @Test
    void aRecordWithATraceIsCountedAndNothingMakesASpan() {
        String room = newRoom();
        LogWriter.await(
                writer.traced(
                        room,
                        LogWriter.talk(UUID.randomUUID(), room, "p-1", Instant.now()),
                        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
        awaitMessages(room, 1);
        assertFalse(traces.on());
        assertTrue(export.tracer().isEmpty());
        assertTrue(metrics.find("dungeontalk.analytics.trace.spans").meters().isEmpty());
        assertTrue(
                Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().contains("BatchSpanProcessor")));
    }
}
