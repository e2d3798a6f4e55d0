package org.dungeontalk.persistence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.dungeontalk.testing.LogNoise;
import org.dungeontalk.testing.Suspended;
import org.junit.jupiter.api.Test;

/** The service is stopped while something that it waits for does not answer. */
class StoppedMeanwhileIT extends RunningBackbone {

    private static final Duration LIMIT = Duration.ofSeconds(120);

    /** A thread that waits for a core of the machine is no fault. */
    private static final Map<String, String> SETTINGS =
            Map.of("quarkus.vertx.max-event-loop-execute-time", "60S");

    private static final int MESSAGES = 2_000;

    private final Database database = new Database(Backbone.postgres());

    @Test
    void aDatabaseThatHangsAddsNoNoiseToTheLog() {
        assertQuiet(Backbone.postgres().pid(), suspended -> {});
    }

    @Test
    void aDatabaseThatAnswersWhenTheConsumerIsClosedAddsNoNoiseToTheLog() {
        assertQuiet(Backbone.postgres().pid(), Suspended::close);
    }

    @Test
    void aBrokerThatHangsAddsNoNoiseToTheLog() {
        assertQuiet(Backbone.kafka().pid(0), suspended -> {});
    }

    /**
     * @param closed what happens when the consumer is closed with records that wait
     */
    private void assertQuiet(long hanging, Consumer<Suspended> closed) {
        String room = Bodies.room();
        try (Log log = new Log(Backbone.kafka().bootstrapServers());
                PackagedService service = new PackagedService(settingsWith(SETTINGS))) {
            service.awaitReady();
            log.write("chat", room, Bodies.chat(room, "before").toString());
            log.flush();
            await().atMost(LIMIT).until(() -> database.rows(room) == 1);
            for (int i = 0; i < MESSAGES; i++) {
                log.write("chat", room, Bodies.chat(room, "line " + i).toString());
            }
            log.flush();
            try (Suspended suspended = new Suspended(hanging)) {
                await().atMost(LIMIT).until(() -> service.status("/q/health/ready") == 503);
                service.terminate();
                await().atMost(LIMIT)
                        .until(() -> service.hasEnded() || service.lines("SRMSG18245") == 1);
                closed.accept(suspended);
                await().atMost(LIMIT).until(service::hasEnded);
            }
            assertEquals(List.of(), LogNoise.in(service.output()));
        }
    }
}
