package org.dungeontalk.persistence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dungeontalk.testing.LogNoise;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two of three brokers end: the third answers, but not for the others' partitions. Then PostgreSQL
 * ends too.
 */
class BrokersAwayIT {

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int MOST_LINES = 8;

    private static Backbone backbone;
    private static Map<String, String> settings;

    @BeforeAll
    static void startBackbone() {
        backbone = new ThreeBrokers();
        settings = new HashMap<>(backbone.start());
        settings.put("dungeontalk.log.lag-every", "5s");
    }

    @AfterAll
    static void stopBackbone() {
        backbone.stop();
    }

    @Test
    void isNotReadyAllTheWhileAndSaysItOnce() {
        Database database = new Database(Backbone.postgres());
        String room = Bodies.room();
        try (Log log = new Log(Backbone.kafka().bootstrapServers());
                PackagedService service = new PackagedService(settings)) {
            service.awaitReady();
            log.write("chat", room, Bodies.chat(room, "before").toString());
            log.flush();
            await().atMost(LIMIT).until(() -> database.rows(room) == 1);

            int before = service.output().size();
            Backbone.kafka().killBroker(1);
            Backbone.kafka().killBroker(2);
            await().atMost(Duration.ofSeconds(60)).until(() -> ready(service) == 503);
            new Operator(service.management()).requestErasure("p-" + room, "ERASE");
            await().during(Duration.ofSeconds(40))
                    .atMost(LIMIT)
                    .until(() -> ready(service) == 503 && live(service) == 200);
            assertFew(service.output().subList(before, service.output().size()));

            Backbone.kafka().startBroker(1);
            Backbone.kafka().startBroker(2);
            log.write("chat", room, Bodies.chat(room, "after").toString());
            log.flush();
            await().atMost(LIMIT).until(() -> database.rows(room) == 2);
            await().atMost(LIMIT).until(() -> ready(service) == 200);

            int then = service.output().size();
            Backbone.postgres().stopImmediately();
            log.write("chat", room, Bodies.chat(room, "late").toString());
            log.flush();
            await().atMost(LIMIT).until(() -> ready(service) == 503);
            await().during(Duration.ofSeconds(20))
                    .atMost(LIMIT)
                    .until(() -> ready(service) == 503 && live(service) == 200);
            assertFew(service.output().subList(then, service.output().size()));
            Backbone.postgres().restart();
            await().atMost(LIMIT).until(() -> database.rows(room) == 3);
            await().atMost(LIMIT).until(() -> ready(service) == 200);
        }
    }

    private static void assertFew(List<String> lines) {
        assertTrue(
                lines.size() <= MOST_LINES,
                () -> lines.size() + " lines:\n" + String.join("\n", lines));
        assertEquals(List.of(), LogNoise.in(lines));
    }

    private static int ready(PackagedService service) {
        return service.status("/q/health/ready");
    }

    private static int live(PackagedService service) {
        return service.status("/q/health/live");
    }
}
