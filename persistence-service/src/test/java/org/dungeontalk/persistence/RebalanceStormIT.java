package org.dungeontalk.persistence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Row K8 of the faults: a second instance starts, stores, and stops or is killed, again and again.
 */
class RebalanceStormIT extends RunningBackbone {

    private static final int ROUNDS = Integer.getInteger("fault.rounds", 4);
    private static final int MESSAGES_AT_ONCE = 10;
    private static final long EVERY_MILLIS = 20;
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final Database database = new Database(Backbone.postgres());

    @Test
    void storesEachMessageOnceWhileASecondInstanceComesAndGoes() {
        try (Log log = new Log(Backbone.kafka().bootstrapServers());
                PackagedService service = new PackagedService(settings())) {
            Talk talk = new Talk(log, database, 10);
            service.awaitReady();
            double duplicates = 0;
            ScheduledExecutorService talker = Executors.newSingleThreadScheduledExecutor();
            try {
                ScheduledFuture<?> talking =
                        talker.scheduleWithFixedDelay(
                                () -> talk.say(MESSAGES_AT_ONCE),
                                0,
                                EVERY_MILLIS,
                                TimeUnit.MILLISECONDS);
                for (int round = 0; round < ROUNDS; round++) {
                    duplicates += disturb(round % 2 == 1);
                }
                assertTrue(talking.cancel(false), "talking had failed");
            } finally {
                talker.shutdown();
                awaitEnd(talker);
            }
            talk.awaitCommitted(LIMIT);
            talk.assertComplete();
            assertEquals(List.of(), log.deadLetters());
            duplicates += duplicates(service);
            assertTrue(duplicates > 0, "no two instances ever wrote the same records");
        }
    }

    /** A second instance joins the group, writes, and leaves it in order or not. */
    private static double disturb(boolean killed) {
        PackagedService second = new PackagedService(settings());
        try {
            second.awaitReady();
            await().atMost(LIMIT)
                    .until(() -> second.metric("dungeontalk_persistence_stored_total") > 0);
            return duplicates(second);
        } finally {
            if (killed) {
                second.kill();
            } else {
                second.close();
            }
        }
    }

    private static void awaitEnd(ScheduledExecutorService talker) {
        await().atMost(LIMIT).until(talker::isTerminated);
    }

    private static double duplicates(PackagedService service) {
        return service.metric("dungeontalk_persistence_duplicate_total");
    }
}
