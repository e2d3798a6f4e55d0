package org.dungeontalk.gateway.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Set;
import java.util.UUID;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.gateway.Topics;
import org.dungeontalk.gateway.log.Cursor;
import org.junit.jupiter.api.Test;

/** The default: nothing makes spans and no record carries a trace, whatever a sender says. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
class NothingTracedTest {

    @TestHTTPResource("/")
    URI http;

    @Inject TraceExport export;
    @Inject Traces traces;
    @Inject MeterRegistry meters;

    private final String room = "r-" + UUID.randomUUID();

    @Test
    void aRecordHasTheHeadersOfTheContractAndNoneOfATrace() {
        try (RawClient mira = RawClient.connected(http.getPort(), Tokens.of("mira"))) {
            mira.subscribe("room", "/sub/chat/room/" + room);
            mira.send(
                    "SEND\n"
                        + "destination:/pub/chat/send\n"
                        + "traceparent:00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\n\n"
                        + "{\"roomId\":\""
                            + room
                            + "\",\"type\":\"TALK\",\"content\":\"hm\"}\0");
            String frame = mira.await(f -> f.contains("\"hm\""));
            String id = frame.substring(frame.indexOf("message-id:") + "message-id:".length());
            Cursor at = Cursor.parse(id.substring(0, id.indexOf('\n'))).orElseThrow();
            assertEquals(
                    Set.of("kind", "type", "from"),
                    Topics.headers("game-messages", at.partition(), at.offset()).keySet());
        }
    }

    @Test
    void thereIsNothingThatCouldMakeASpan() {
        assertFalse(traces.on());
        assertTrue(export.tracer().isEmpty());
        assertTrue(meters.find("dungeontalk.gateway.trace.spans").meters().isEmpty());
        assertTrue(
                Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().contains("BatchSpanProcessor")));
    }
}
