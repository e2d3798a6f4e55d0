package org.dungeontalk.analytics.ingest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.dungeontalk.analytics.LogWriter;
import org.dungeontalk.analytics.ServiceTest;
import org.dungeontalk.analytics.Stack;
import org.junit.jupiter.api.Test;

/** A partition makes no progress although nothing fails: a statement of the counting hangs. */
@QuarkusTest
@WithTestResource(Stack.class)
@TestProfile(StandingStillTest.PatientStatements.class)
class StandingStillTest extends ServiceTest {

    /** No statement fails before a partition has stood still for long. */
    public static final class PatientStatements implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            String settings = "quarkus.datasource.reactive.additional-properties.";
            return Map.of(
                    settings + "statement_timeout",
                    "120000",
                    settings + "lock_timeout",
                    "120000",
                    "dungeontalk.store.transaction-limit",
                    "120S");
        }
    }

    @Inject LogWatch watch;
    @Inject ReadPositions positions;

    @Test
    void isSeenByTheProbeBeforeAnythingFailsAndGoneWhenItGoesOn() throws SQLException {
        String room = newRoom();
        await().atMost(LIMIT).until(this::everythingIsRead);
        awaitHealth("ready", 200);
        try (Connection other = database.connect()) {
            other.setAutoCommit(false);
            other.createStatement().execute("LOCK TABLE analytics.progress IN SHARE MODE");
            RecordMetadata said = LogWriter.await(writer.talk(room, "mira", Instant.now()));
            String standing = "{" + said.partition() + "=1}";
            await().atMost(LIMIT).until(() -> isNotReadyOnlyFor(standing));
            assertEquals(200, health("live"));
            other.rollback();
        }
        awaitMessages(room, 1);
        awaitHealth("ready", 200);
    }

    /** The probe knows it too, so that it sees what stands still from here on. */
    private boolean everythingIsRead() {
        return watch.view().map(LogView::stable).equals(Optional.of(positions.reached()));
    }

    private boolean isNotReadyOnlyFor(String standing) {
        Map<String, Object> counting =
                JsonPath.from(healthText("ready")).getMap("checks.find { it.name == 'counting' }");
        return counting.get("status").equals("DOWN")
                && counting.get("data") instanceof Map<?, ?> data
                && standing.equals(data.get("standing-still"))
                && Boolean.FALSE.equals(data.get("waiting"));
    }
}
