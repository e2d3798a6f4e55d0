package org.dungeontalk.persistence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Row K9 of the faults: kill -9 between a write and its commit. */
class ServiceKilledIT {

    private static final int ROUNDS = 5;
    private static final int MESSAGES_PER_ROUND = 8_000;
    private static final int ROOMS = 10;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private static Backbone backbone;
    private static Map<String, String> settings;

    private final List<List<String>> said = new ArrayList<>();
    private final List<String> rooms = new ArrayList<>();

    @BeforeAll
    static void startBackbone() {
        backbone = new Backbone();
        settings = backbone.start();
    }

    @AfterAll
    static void stopBackbone() {
        backbone.stop();
    }

    @Test
    void storesEachMessageOnceInItsOrderHoweverOftenItIsKilledAndReplayed() {
        for (int i = 0; i < ROOMS; i++) {
            rooms.add(Bodies.room());
            said.add(new ArrayList<>());
        }
        Database database = new Database(Backbone.postgres());
        try (Log log = new Log(Backbone.kafka().bootstrapServers())) {
            for (int round = 0; round < ROUNDS; round++) {
                long before = round == 0 ? 0 : database.rows();
                speak(log);
                PackagedService service = new PackagedService(settings);
                try {
                    service.awaitReady();
                    await().pollInterval(Duration.ofMillis(5))
                            .atMost(LIMIT)
                            .until(() -> database.rows() > before);
                } finally {
                    service.kill();
                }
            }
            try (PackagedService service = new PackagedService(settings)) {
                service.awaitReady();
                await().atMost(LIMIT).until(() -> log.lag("db-writer") == 0);
            }
            assertComplete(database);
            log.rewind("db-writer");
            try (PackagedService service = new PackagedService(settings)) {
                service.awaitReady();
                await().atMost(LIMIT).until(() -> log.lag("db-writer") == 0);
            }
            assertComplete(database);
        }
    }

    private void speak(Log log) {
        for (int i = 0; i < MESSAGES_PER_ROUND; i++) {
            int room = i % ROOMS;
            String line = "line " + said.get(room).size();
            said.get(room).add(line);
            log.write("chat", rooms.get(room), Bodies.chat(rooms.get(room), line).toString());
        }
        log.flush();
    }

    private void assertComplete(Database database) {
        assertEquals(ROUNDS * MESSAGES_PER_ROUND, database.rows());
        for (int room = 0; room < ROOMS; room++) {
            assertEquals(said.get(room), database.contents(rooms.get(room)));
        }
    }
}
