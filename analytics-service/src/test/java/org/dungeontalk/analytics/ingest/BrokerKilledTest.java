package org.dungeontalk.analytics.ingest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
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
        kafka.killBroker(0);
        await().during(5, TimeUnit.SECONDS).atMost(LIMIT).until(() -> health("live") == 200);
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
