package org.dungeontalk.analytics.trace;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.dungeontalk.analytics.LogWriter;
import org.dungeontalk.analytics.ServiceTest;
import org.dungeontalk.analytics.Stack;
import org.dungeontalk.embedded.Ports;
import org.dungeontalk.embedded.SpanCollector;
import org.dungeontalk.embedded.SpanCollector.Taken;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a collector gets to see of messages on their way into the counts. */
@QuarkusTest
@WithTestResource(Stack.class)
@TestProfile(TracesTest.Traced.class)
class TracesTest extends ServiceTest {

    private static final String ENDPOINT = "dungeontalk.trace.endpoint";
    private static final String SPAN = "b7ad6b7169203331";

    /** A service that tells a collector of the test's own what it was asked to trace. */
    public static class Traced implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(ENDPOINT, SpanCollector.endpoint(Ports.free(1).get(0)).toString());
        }
    }

    @ConfigProperty(name = ENDPOINT)
    URI endpoint;

    private final String room = newRoom();
    private SpanCollector collector;

    @BeforeEach
    void listen() {
        collector = SpanCollector.start(endpoint.getPort());
    }

    @AfterEach
    void stop() {
        collector.close();
    }

    @Test
    void aMessagesCountIsASpanInTheTraceOfItsSend() {
        RecordMetadata place =
                LogWriter.await(writer.traced(room, talk(UUID.randomUUID()), header(1, "01")));
        await().atMost(LIMIT).until(() -> collector.ofRoom(room).size() == 1);
        assertEquals(1, database.messages(room), "committed before the span ends");
        Taken span = collector.ofRoom(room).get(0);
        assertEquals("process game-messages", span.name());
        assertEquals("CONSUMER", span.kind());
        assertEquals("analytics-service", span.service());
        assertEquals(trace(1), span.traceId());
        assertEquals(SPAN, span.parentId());
        assertEquals("counted", span.get("dungeontalk.outcome"));
        assertEquals("analytics", span.get("messaging.consumer.group.name"));
        assertEquals(Long.toString(place.offset()), span.get("messaging.kafka.offset"));
        assertEquals(
                Integer.toString(place.partition()),
                span.get("messaging.destination.partition.id"));
        assertFalse(span.failed());
        assertFalse(span.attributes().toString().contains("hello"));
    }

    @Test
    void aRetryAndADeadLetterSayWhatTheyAreAndWhatNobodyPickedIsNoSpan() {
        UUID id = UUID.randomUUID();
        writer.await(
                List.of(
                        writer.traced(id, room, talk(id), header(2, "01")),
                        writer.traced(id, room, talk(id), header(3, "01")),
                        writer.traced(room, "{", header(4, "01")),
                        writer.traced(room, talk(UUID.randomUUID()), header(5, "00")),
                        writer.talk(room, "p-1", Instant.now())));
        awaitMessages(room, 3);
        await().atMost(LIMIT).until(() -> collector.ofRoom(room).size() == 3);
        assertEquals("counted", of(2).get("dungeontalk.outcome"));
        assertEquals("duplicate", of(3).get("dungeontalk.outcome"));
        assertEquals("dead-lettered", of(4).get("dungeontalk.outcome"));
        assertTrue(of(4).failed());
        await().atMost(LIMIT).until(() -> spans("made") == spans("sent"));
    }

    private double spans(String result) {
        return metrics.get("dungeontalk.analytics.trace.spans")
                .tag("result", result)
                .functionCounter()
                .count();
    }

    private String talk(UUID id) {
        return LogWriter.talk(id, room, "p-1", Instant.now());
    }

    private Taken of(int number) {
        return collector.ofRoom(room).stream()
                .filter(span -> span.traceId().equals(trace(number)))
                .findFirst()
                .orElseThrow();
    }

    private static String trace(int number) {
        return "%032x".formatted(number);
    }

    private static String header(int number, String flags) {
        return "00-" + trace(number) + "-" + SPAN + "-" + flags;
    }
}
