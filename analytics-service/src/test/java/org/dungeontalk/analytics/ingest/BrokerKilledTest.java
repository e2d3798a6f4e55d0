package org.dungeontalk.analytics.ingest;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.dungeontalk.analytics.ServiceTest;
import org.dungeontalk.analytics.Stack;
import org.dungeontalk.analytics.Tokens;
import org.dungeontalk.testing.LogLines;
import org.junit.jupiter.api.Test;

/** A thread that gives no sign of life while the broker is away fails liveness. */
@QuarkusTest
@WithTestResource(Stack.class)
@TestProfile(HealthTest.ShortHeartbeat.class)
class BrokerKilledTest extends ServiceTest {

    private static final Instant TIME = Instant.parse("2026-11-22T20:04:05.123Z");

    @Test
    void staysAliveAndGoesOnWhenTheBrokerIsBackAndSaysItOnce() {
        LogLines lines = LogLines.start();
        String room = newRoom();
        List<Future<RecordMetadata>> written = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            written.add(writer.talk(room, "p-" + i % 50, TIME.plusMillis(i)));
        }
        writer.await(written);
        awaitMessages(room, 1_000);
        kafka.killBroker(0);
        Instant killed = Instant.now();
        mute("p-" + room);
        awaitHealth("ready", 503);
        assertTrue(Duration.between(killed, Instant.now()).toSeconds() <= 30);
        await().atMost(LIMIT).until(() -> readiness().contains("\"log\": false"));
        Duration longer = HealthTest.HEARTBEAT.plusSeconds(10);
        await().during(longer).atMost(longer.plus(LIMIT)).until(() -> health("live") == 200);
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
        await().atMost(LIMIT)
                .until(() -> lines.about("The mutes to their topic succeed again") == 1);
        lines.close();
        assertEquals(List.of(), lines.noise());
    }

    /** Its record for the topic waits for the broker. */
    private static void mute(String player) {
        given().header(
                        "Authorization",
                        "Bearer "
                                + Tokens.token(
                                        Stack.SECRET,
                                        Map.of("id", "x", "roles", List.of("moderator"))))
                .contentType("application/json")
                .body("{\"minutes\":10}")
                .put("/api/analytics/mutes/" + player)
                .then()
                .statusCode(200);
    }
}
