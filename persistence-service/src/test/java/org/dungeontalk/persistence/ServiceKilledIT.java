package org.dungeontalk.persistence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Row K9 of the faults: kill -9 between a write and its commit. */
class ServiceKilledIT extends RunningBackbone {

    private static final int ROUNDS = Integer.getInteger("fault.rounds", 5);
    private static final int MESSAGES_PER_ROUND = 8_000;
    private static final int ROOMS = 10;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @Test
    void storesEachMessageOnceInItsOrderHoweverOftenItIsKilledAndReplayed() {
        Database database = new Database(Backbone.postgres());
        try (Log log = new Log(Backbone.kafka().bootstrapServers())) {
            Talk talk = new Talk(log, database, ROOMS);
            double readTwice = 0;
            for (int round = 0; round < ROUNDS; round++) {
                long before = round == 0 ? 0 : database.rows();
                talk.say(MESSAGES_PER_ROUND);
                PackagedService service = new PackagedService(settings());
                try {
                    service.awaitReady();
                    await().pollInterval(Duration.ofMillis(5))
                            .atMost(LIMIT)
                            .until(() -> database.rows() > before);
                    readTwice += duplicates(service);
                } finally {
                    service.kill();
                }
            }
            try (PackagedService service = new PackagedService(settings())) {
                service.awaitReady();
                talk.awaitCommitted(LIMIT);
                readTwice += duplicates(service);
            }
            assertTrue(readTwice > 0, "no kill came between a write and its commit");
            talk.assertComplete();
            log.rewind("db-writer");
            try (PackagedService service = new PackagedService(settings())) {
                service.awaitReady();
                talk.awaitCommitted(LIMIT);
            }
            talk.assertComplete();
        }
    }

    private static double duplicates(PackagedService service) {
        return service.metric("dungeontalk_persistence_duplicate_total");
    }
}
