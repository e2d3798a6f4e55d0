package org.dungeontalk.persistence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Row K12 of the faults: the service starts with a backlog. */
class LagIT extends RunningBackbone {

    private static final int MESSAGES = Integer.getInteger("fault.messages", 40_000);

    /** Five times the live rate of the faults' traffic, messages a second. */
    private static final int RATE = 5 * 400;

    private static final Duration LIMIT = Duration.ofMinutes(3);

    @Test
    void worksOffWhatHasPiledUpAtFiveTimesTheLiveRate() {
        Database database = new Database(Backbone.postgres());
        try (Log log = new Log(Backbone.kafka().bootstrapServers())) {
            Talk talk = new Talk(log, database, 40);
            talk.say(MESSAGES);
            try (PackagedService service = new PackagedService(settings())) {
                await().pollInterval(Duration.ofMillis(20))
                        .atMost(LIMIT)
                        .until(() -> stored(service) > 0);
                double first = stored(service);
                assertTrue(MESSAGES - first > MESSAGES / 2.0, first + " stored when time began");
                long begin = System.nanoTime();
                await().pollInterval(Duration.ofMillis(50))
                        .atMost(LIMIT)
                        .until(() -> stored(service) == MESSAGES);
                double seconds = (System.nanoTime() - begin) / 1e9;
                BenchmarkReport.say(
                        "%.0f of %d messages in %.1f s", MESSAGES - first, MESSAGES, seconds);
                assertTrue(
                        (MESSAGES - first) / seconds >= RATE || seconds < 1,
                        () -> "only " + (MESSAGES - first) / seconds + " messages a second");
                talk.awaitCommitted(LIMIT);
                talk.assertComplete();
            }
        }
    }

    private static double stored(PackagedService service) {
        return service.metric("dungeontalk_persistence_stored_total");
    }
}
