package org.dungeontalk.analytics.ingest;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.dungeontalk.analytics.LogWriter;
import org.dungeontalk.analytics.ServiceTest;
import org.dungeontalk.analytics.Stack;
import org.dungeontalk.analytics.Tokens;
import org.dungeontalk.testing.Suspended;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Stack.class)
class PostgresqlStoppedTest extends ServiceTest {

    private static final Instant TIME = Instant.parse("2026-11-22T19:04:05.123Z");

    /** Later tests of this run need PostgreSQL, also if this one fails. */
    @AfterEach
    void postgresqlRuns() {
        if (!postgres.isRunning()) {
            postgres.restart();
        }
    }

    @Test
    void waitsAndCountsEverythingOnceWhenItIsBack() throws Exception {
        String room = newRoom();
        awaitHealth("ready", 200);
        List<Future<RecordMetadata>> written = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            if (i == 2_000) {
                LogWriter.await(written.get(1_000));
                postgres.stopImmediately();
            }
            written.add(writer.talk(room, "p-" + i % 50, TIME.plusMillis(i)));
        }
        writer.await(written);
        awaitHealth("ready", 503);
        assertEquals(200, health("live"));
        askForActivity(503);
        assertCommitsNothing();
        postgres.restart();
        awaitMessages(room, 4_000);
        awaitNoLag();
        awaitHealth("ready", 200);
        askForActivity(200);
        assertMetricsAddUp();
    }

    @Test
    void aServerThatHangsIsWaitedFor() {
        String room = newRoom();
        Suspended hanging = new Suspended(postgres.pid());
        try {
            writer.await(List.of(writer.talk(room, "mira", TIME)));
            awaitHealth("ready", 503);
            assertEquals(200, health("live"));
        } finally {
            hanging.close();
        }
        awaitMessages(room, 1);
        awaitHealth("ready", 200);
    }

    private void assertCommitsNothing() throws Exception {
        AtomicLong last = new AtomicLong(-1);
        await().during(3, TimeUnit.SECONDS)
                .atMost(LIMIT)
                .until(
                        () -> {
                            long lag = log.lag();
                            return last.getAndSet(lag) == lag;
                        });
        assertTrue(log.lag() > 0);
    }

    private static void askForActivity(int status) {
        String token = Tokens.token(Stack.SECRET, Map.of("id", "op", "roles", List.of("operator")));
        given().header("Authorization", "Bearer " + token)
                .get("/api/analytics/activity")
                .then()
                .statusCode(status);
    }
}
