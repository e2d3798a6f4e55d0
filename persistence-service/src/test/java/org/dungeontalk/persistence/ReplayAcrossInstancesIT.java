package org.dungeontalk.persistence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two instances share a replay, and one of them is killed. */
class ReplayAcrossInstancesIT extends RunningBackbone {
    private static final Map<String, String> SETTINGS =
            Map.of("dungeontalk.replay.lease", "5s", "dungeontalk.write.batch", "25");

    private static final Duration LIMIT = Duration.ofSeconds(120);

    @Test
    void finishesWhatAKilledInstanceLeftAndDoublesNothing() {
        Database database = new Database(Backbone.postgres());
        try (Log log = new Log(Backbone.kafka().bootstrapServers());
                PackagedService first = new PackagedService(settingsWith(SETTINGS));
                PackagedService second = new PackagedService(settingsWith(SETTINGS))) {
            Talk talk = new Talk(log, database, 200);
            first.awaitReady();
            second.awaitReady();
            talk.say(30_000);
            talk.awaitCommitted(LIMIT);
            talk.assertComplete();
            database.execute("DELETE FROM persistence.message");

            Operator operator = new Operator(first.management());
            String id =
                    operator.post("/admin/replay", "{\"from\": \"2020-01-01T00:00:00Z\"}")
                            .statusCode(202)
                            .extract()
                            .path("id");
            await().pollInterval(Duration.ofMillis(20))
                    .atMost(LIMIT)
                    .until(() -> workers(operator.get("/admin/replay/" + id)).size() == 2);
            second.kill();
            JsonNode done =
                    await().atMost(LIMIT)
                            .until(
                                    () -> operator.get("/admin/replay/" + id),
                                    it -> it.get("state").asText().equals("DONE"));
            assertEquals(talk.lines(), done.get("done").asLong());
            talk.assertComplete();
        }
    }

    private static Set<String> workers(JsonNode progress) {
        Set<String> workers = new HashSet<>();
        for (JsonNode partition : progress.get("partitions")) {
            if (!partition.get("worker").isNull()) {
                workers.add(partition.get("worker").asText());
            }
        }
        return workers;
    }
}
