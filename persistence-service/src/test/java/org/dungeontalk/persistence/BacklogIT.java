package org.dungeontalk.persistence;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The service starts with a backlog that does not fit into its memory. */
class BacklogIT extends RunningBackbone {

    private static final int MESSAGES = 150_000;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @Test
    void worksOffABacklogThatIsLargerThanItsHeap() {
        Database database = new Database(Backbone.postgres());
        String text = "I open the door, slowly, and look for the key. ".repeat(8);
        try (Log log = new Log(Backbone.kafka().bootstrapServers())) {
            for (int i = 0; i < MESSAGES; i++) {
                String room = "room-" + i % 40;
                log.write("chat", room, Bodies.chat(room, text).toString());
            }
            log.flush();
            Map<String, String> settings =
                    settingsWith(Map.of("dungeontalk.write.in-flight-bytes", "4194304"));
            try (PackagedService service =
                    new PackagedService(
                            "local", settings, "-Xmx80m", "-XX:+ExitOnOutOfMemoryError")) {
                service.awaitReady();
                await().atMost(LIMIT).until(() -> isStored(service, database));
            }
        }
    }

    private static boolean isStored(PackagedService service, Database database) {
        service.requireRunning();
        return database.rows() == MESSAGES;
    }
}
