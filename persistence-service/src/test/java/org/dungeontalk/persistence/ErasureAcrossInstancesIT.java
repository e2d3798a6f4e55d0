package org.dungeontalk.persistence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two instances erase a player with many messages while they store messages of others. */
class ErasureAcrossInstancesIT extends RunningBackbone {

    private static final int ROWS = Integer.getInteger("erasure.rows", 100_000);
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Map<String, String> SETTINGS = Map.of("dungeontalk.erasure.lease", "5s");

    private final Database database = new Database(Backbone.postgres());

    @Test
    void ingestionGoesOnAndAKilledInstancesWorkIsTakenUp() {
        try (Log log = new Log(Backbone.kafka().bootstrapServers());
                PackagedService first = new PackagedService(settingsWith(SETTINGS));
                PackagedService second = new PackagedService(settingsWith(SETTINGS))) {
            first.awaitReady();
            second.awaitReady();
            database.execute(
                    "INSERT INTO persistence.message (message_id, created_at, log_offset,"
                        + " log_epoch, log_partition, kind, type, room_id, sender_id,"
                        + " sender_nickname, content) SELECT gen_random_uuid(), now() - interval '1"
                        + " second' * i, i, 0, 0, 'chat', 'TALK', 'much', 'p-much', 'x', 'words'"
                        + " FROM generate_series(1, "
                            + ROWS
                            + ") AS i");
            Operator operator = new Operator(first.management());
            String pseudonym = operator.requestErasure("p-much", "ERASE");
            String room = Bodies.room();
            long longest = 0;
            int lines = 0;
            boolean killed = false;
            while (operator.get("/admin/erasure/" + pseudonym).get("finishedAt").isNull()) {
                long began = System.nanoTime();
                log.write("chat", room, Bodies.chat(room, "line " + lines).toString());
                log.flush();
                long wanted = ++lines;
                await().pollInterval(Duration.ofMillis(20))
                        .atMost(LIMIT)
                        .until(() -> database.rows(room) == wanted);
                if (!killed) {
                    longest = Math.max(longest, System.nanoTime() - began);
                }
                if (!killed && changed(operator, pseudonym) > ROWS / 3) {
                    second.kill();
                    killed = true;
                }
            }
            assertTrue(killed, "the erasure was over before an instance was killed in it");
            assertTrue(longest < 5_000_000_000L, "stored after " + longest / 1_000_000 + " ms");
            assertEquals(ROWS, changed(operator, pseudonym));
            assertEquals(
                    0,
                    database.number(
                            "SELECT count(*) FROM persistence.message WHERE sender_id = 'p-much'"
                                    + " OR room_id = 'much' AND NOT erased"));
        }
    }

    private static long changed(Operator operator, String pseudonym) {
        return operator.get("/admin/erasure/" + pseudonym).get("rowsChanged").asLong();
    }
}
