package org.dungeontalk.analytics.ingest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.dungeontalk.analytics.ServiceTest;
import org.dungeontalk.analytics.Stack;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Stack.class)
class BrokerKilledTest extends ServiceTest {

    private static final Instant TIME = Instant.parse("2026-11-22T20:04:05.123Z");

    @Test
    void staysAliveAndGoesOnWhenTheBrokerIsBack() {
        String room = newRoom();
        List<Future<RecordMetadata>> written = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            written.add(writer.talk(room, "p-" + i % 50, TIME.plusMillis(i)));
        }
        writer.await(written);
        awaitMessages(room, 1_000);
        kafka.killBroker(0);
        Instant killed = Instant.now();
        awaitHealth("ready", 503);
        assertTrue(Duration.between(killed, Instant.now()).toSeconds() <= 30);
        await().atMost(LIMIT).until(() -> readiness().contains("\"log\": false"));
        await().during(5, TimeUnit.SECONDS).atMost(LIMIT).until(() -> health("live") == 200);
        assertEquals(
                0,
                database.number(
                        "SELECT count(*) FROM analytics.progress WHERE complete_until >="
                                + " ?::timestamptz",
                        killed.toString()),
                "What can't be read is not complete");
        kafka.startBroker(0);
        for (int i = 0; i < 1_000; i++) {
            written.add(writer.talk(room, "p-" + i % 50, TIME.plusMillis(i)));
        }
        writer.await(written);
        awaitMessages(room, 2_000);
        awaitHealth("ready", 200);
        awaitNoLag();
        assertEquals(2_000, database.messages(room));
        assertMetricsAddUp();
    }
}
