package org.dungeontalk.persistence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import org.dungeontalk.testing.Suspended;
import org.junit.jupiter.api.Test;

/** Row P2 of the faults: PostgreSQL hangs, with few connections. */
class PostgresHangsIT extends RunningBackbone {
    private static final Map<String, String> SETTINGS =
            Map.of("dungeontalk.write.timeout", "3s", "quarkus.datasource.reactive.max-size", "3");

    private static final int MESSAGES = Integer.getInteger("fault.messages", 60_000);
    private static final Duration HANG =
            Duration.ofSeconds(Integer.getInteger("fault.seconds", 15));
    private static final Duration LIMIT = Duration.ofSeconds(120);

    /** What the heap may grow by when it has room, and more than what may wait in memory. */
    private static final long GROWTH_KIB = 96 * 1024;

    @Test
    void waitsWithMemoryFlatAndLosesNothing() {
        Database database = new Database(Backbone.postgres());
        try (Log log = new Log(Backbone.kafka().bootstrapServers());
                PackagedService service = new PackagedService(settingsWith(SETTINGS))) {
            Talk talk = new Talk(log, database, 40);
            service.awaitReady();
            talk.say(MESSAGES / 2);
            talk.awaitCommitted(LIMIT);
            long memory = service.residentKib();

            Suspended hanging = new Suspended(Backbone.postgres().pid());
            try {
                talk.say(MESSAGES / 2);
                await().atMost(LIMIT).until(() -> service.status("/q/health/ready") == 503);
                long lag = log.lag("db-writer");
                await().during(HANG)
                        .atMost(HANG.plusSeconds(30))
                        .until(() -> service.status("/q/health/live") == 200);
                assertEquals(lag, log.lag("db-writer"), "nothing was committed meanwhile");
                long grown = service.residentKib() - memory;
                BenchmarkReport.say("memory grew by %d KiB in %d s", grown, HANG.toSeconds());
                assertTrue(grown <= GROWTH_KIB, () -> "memory grew by " + grown + " KiB");
            } finally {
                hanging.close();
            }
            talk.awaitCommitted(LIMIT);
            talk.assertComplete();
            await().atMost(LIMIT).until(() -> service.status("/q/health/ready") == 200);
            assertEquals(1, service.lines("Waiting for postgresql-writes and trying again"));
            assertEquals(1, service.lines("No longer waiting for postgresql-writes"));
        }
    }
}
