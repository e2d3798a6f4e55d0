package org.dungeontalk.persistence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.dungeontalk.embedded.Ports;
import org.dungeontalk.embedded.SpanCollector;
import org.dungeontalk.embedded.SpanCollector.Taken;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The spans that a collector gets of messages on their way to their rows. */
@QuarkusTest
@WithTestResource(Backbone.class)
@TestProfile(TracesTest.Traced.class)
class TracesTest {

    private static final String ENDPOINT = "dungeontalk.trace.endpoint";
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String SPAN = "b7ad6b7169203331";

    /** A service that sends its spans to the test's collector. */
    public static class Traced implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(ENDPOINT, SpanCollector.endpoint(Ports.free(1).get(0)).toString());
        }
    }

    @ConfigProperty(name = ENDPOINT)
    URI endpoint;

    @Inject MeterRegistry meters;

    private final Database database = new Database(Backbone.postgres());
    private final String room = Bodies.room();
    private SpanCollector collector;
    private Log log;

    @BeforeEach
    void open() {
        collector = SpanCollector.start(endpoint.getPort());
        log = new Log(Backbone.kafka().bootstrapServers());
    }

    @AfterEach
    void close() {
        log.close();
        collector.close();
    }

    @Test
    void aMessagesRowIsASpanInTheTraceOfItsSend() {
        write(trace(1), "the lantern is out");
        RecordMetadata place = log.flush().get(0);
        await().atMost(LIMIT).until(() -> collector.ofRoom(room).size() == 1);
        assertEquals(1, database.rows(room), "committed before the span ends");
        Taken span = collector.ofRoom(room).get(0);
        assertEquals("process game-messages", span.name());
        assertEquals("CONSUMER", span.kind());
        assertEquals("persistence-service", span.service());
        assertEquals(trace(1), span.traceId());
        assertEquals(SPAN, span.parentId());
        assertEquals("stored", span.get("dungeontalk.outcome"));
        assertEquals("kafka", span.get("messaging.system"));
        assertEquals("db-writer", span.get("messaging.consumer.group.name"));
        assertEquals(Long.toString(place.offset()), span.get("messaging.kafka.offset"));
        assertEquals(
                Integer.toString(place.partition()),
                span.get("messaging.destination.partition.id"));
        assertFalse(span.failed());
        assertFalse(span.attributes().toString().contains("lantern"));
    }

    @Test
    void messagesOfOneStatementKeepTheirOwnTraces() {
        IntStream.range(0, 200).forEach(i -> write(trace(i + 1), "line " + i));
        log.flush();
        await().atMost(LIMIT).until(() -> collector.ofRoom(room).size() == 200);
        Set<String> traces =
                collector.ofRoom(room).stream().map(Taken::traceId).collect(Collectors.toSet());
        assertEquals(200, traces.size());
    }

    @Test
    void whatCantBeStoredIsAFailedSpanAndWhatNobodyPickedIsNone() {
        log.write("chat", Log.bytes(room), Log.bytes("{"), header(trace(7), "01"));
        log.write("chat", room, Bodies.chat(room, "not traced").toString());
        log.write(
                "chat",
                Log.bytes(room),
                Log.bytes(Bodies.chat(room, "not picked").toString()),
                header(trace(8), "00"));
        write(trace(9), "picked");
        log.flush();
        await().atMost(LIMIT).until(() -> collector.ofRoom(room).size() == 2);
        assertEquals(List.of("not traced", "not picked", "picked"), database.contents(room));
        Taken refused = of(trace(7));
        assertTrue(refused.failed());
        assertEquals("dead-lettered", refused.get("dungeontalk.outcome"));
        assertFalse(of(trace(9)).failed());
    }

    @Test
    void whileNoCollectorListensMessagesAreStoredAllTheSame() {
        double failed = spans("failed");
        double made = spans("made");
        collector.close();
        write(trace(3), "unseen");
        log.flush();
        await().atMost(LIMIT).until(() -> database.rows(room) == 1);
        await().atMost(LIMIT).until(() -> spans("failed") > failed);
        assertEquals(made + 1, spans("made"));
        assertTrue(spans("made") >= spans("sent") + spans("failed"));
    }

    private void write(String trace, String content) {
        log.write(
                "chat",
                Log.bytes(room),
                Log.bytes(Bodies.chat(room, content).toString()),
                header(trace, "01"));
    }

    private Taken of(String trace) {
        return collector.ofRoom(room).stream()
                .filter(span -> span.traceId().equals(trace))
                .findFirst()
                .orElseThrow();
    }

    private double spans(String result) {
        return meters.get("dungeontalk.persistence.trace.spans")
                .tag("result", result)
                .functionCounter()
                .count();
    }

    private static String trace(int number) {
        return "%032x".formatted(number);
    }

    private static Map<String, String> header(String trace, String flags) {
        return Map.of("traceparent", "00-" + trace + "-" + SPAN + "-" + flags);
    }
}
