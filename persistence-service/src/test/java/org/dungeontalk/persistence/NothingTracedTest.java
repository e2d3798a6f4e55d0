package org.dungeontalk.persistence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.dungeontalk.persistence.trace.Traces;
import org.junit.jupiter.api.Test;

/** By default nothing is traced, whatever a record's header says. */
@QuarkusTest
@WithTestResource(Backbone.class)
class NothingTracedTest {

    @Inject Traces traces;
    @Inject MeterRegistry meters;

    @Test
    void aRecordWithATraceIsStoredAndNothingMakesASpan() {
        String room = Bodies.room();
        Database database = new Database(Backbone.postgres());
        try (Log log = new Log(Backbone.kafka().bootstrapServers())) {
            log.write(
                    "chat",
                    Log.bytes(room),
                    Log.bytes(Bodies.chat(room, "hm").toString()),
                    Map.of(
                            "traceparent",
                            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
            log.flush();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> database.rows(room) == 1);
        assertFalse(traces.on());
        assertTrue(meters.find("dungeontalk.persistence.trace.spans").meters().isEmpty());
        assertTrue(
                Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().contains("BatchSpanProcessor")));
    }
}
