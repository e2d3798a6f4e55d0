package org.dungeontalk.analytics.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dungeontalk.analytics.AnalyticsConfig;
import org.dungeontalk.analytics.LogWriter;
import org.dungeontalk.analytics.ServiceTest;
import org.dungeontalk.analytics.Settings;
import org.dungeontalk.analytics.Stack;
import org.junit.jupiter.api.Test;

/** The stack keeps minutes, stays and alerts for a hundred years, so rows of 1900 are past it. */
@QuarkusTest
@WithTestResource(Stack.class)
class RetentionTest extends ServiceTest {

    private static final String OLD = "timestamptz '1900-01-01 00:00Z'";

    @Inject Retention retention;

    @Test
    void deletesWhatIsPastItsTimeAndNothingElse() {
        String room = newRoom();
        LogWriter.await(
                writer.send(
                        UUID.randomUUID(), room, "mira", "a saying long enough", Instant.now()));
        awaitMessages(room, 1);
        List<String> fresh = rows();
        String many = " FROM generate_series(1, 12000) AS i";
        insert(
                "seen_message",
                "gen_random_uuid(), 'r', 'e', 99, 1, now() - interval '9 days'" + many);
        insert("saying", "i, 1, 'e', 99, 1, 1, 'r', now() - interval '9 days'" + many);
        insert("activity", OLD + ", 'chat', 'r', i::text, 1" + many);
        insert("rollup", "'hour', " + OLD + ", 'chat', 'r', 1, 0, 0, 0, 0, ''");
        insert("rollup", "'day', " + OLD + ", 'chat', 'r', 1, 0, 0, 0, 0, ''");
        insert("session", "'chat', 'r', 'p', " + OLD + ", " + OLD + ", 1");
        insert("answer", "'e', 99, 1, 'r', " + OLD + ", 1, 1");
        String alert = "'00000000-0000-0000-0000-000000000001'";
        insert(
                "alert",
                alert
                        + ", 'flood', 'player', 'p', 'r', 'warning', "
                        + String.join(", ", List.of(OLD, OLD, OLD, OLD))
                        + ", 1, 1, '{}'");
        insert("alert_notice", alert + ", 'open', 'warning', 'none', " + OLD + ", " + OLD);
        database.execute(
                "INSERT INTO analytics.moderation_audit (player_id, muted, reason, decided_by,"
                        + " decided_at) VALUES ('p', true, 'r', 'b', "
                        + OLD
                        + ")");
        int deleted = retention.prune().await().atMost(LIMIT);
        assertEquals(3 * 12_000 + 7, deleted);
        assertEquals(fresh, rows());
    }

    @Test
    void minutesAreKeptUntilTheyAreSurelyRolledUp() {
        AnalyticsConfig config = Settings.of(Map.of("retention.minutes", "P9D"));
        assertThrows(IllegalStateException.class, () -> new Retention(null, config));
    }

    private void insert(String table, String values) {
        database.execute("INSERT INTO analytics." + table + " SELECT " + values);
    }

    private List<String> rows() {
        List<String> rows = new ArrayList<>();
        for (String table :
                List.of(
                        "seen_message",
                        "saying",
                        "activity",
                        "rollup",
                        "session",
                        "answer",
                        "alert",
                        "alert_notice",
                        "moderation_audit")) {
            rows.addAll(
                    database.texts("SELECT '" + table + " ' || count(*) FROM analytics." + table));
        }
        return rows;
    }
}
