package org.dungeontalk.analytics.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.dungeontalk.analytics.LogWriter;
import org.dungeontalk.analytics.ServiceTest;
import org.dungeontalk.analytics.Settings;
import org.dungeontalk.analytics.Stack;
import org.dungeontalk.analytics.config.AnalyticsConfig;
import org.junit.jupiter.api.Test;

/** The stack keeps minutes, stays and alerts for a hundred years, so rows of 1900 are past it. */
@QuarkusTest
@WithTestResource(Stack.class)
class RetentionTest extends ServiceTest {

    private static final String OLD = "timestamptz '1900-01-01 00:00Z'";
    private static final Map<String, String> KEYS =
            Map.of(
                    "seen_message", "message_id, room_id",
                    "saying", "text_hash, said_ms, epoch, partition, log_offset",
                    "raid_message", "text_hash, said_ms, epoch, partition, log_offset",
                    "activity", "minute, kind, room_id, player_id",
                    "rollup", "grain, starts_at, kind, room_id",
                    "session", "kind, room_id, player_id, started_at",
                    "answer", "epoch, partition, log_offset",
                    "alert", "id",
                    "alert_notice", "alert_id, state",
                    "moderation_audit", "id");

    @Inject Retention retention;

    @Test
    void deletesWhatIsPastItsTimeAndNothingElse() {
        String room = newRoom();
        LogWriter.await(
                writer.send(
                        UUID.randomUUID(), room, "mira", "a saying long enough", Instant.now()));
        awaitMessages(room, 1);
        List<String> fresh = keys();
        String many = " FROM generate_series(1, 12000) AS i";
        insert(
                "seen_message",
                "gen_random_uuid(), 'r', 'e', 99, 1, now() - interval '9 days'" + many);
        insert("saying", "i, 1, 'e', 99, 1, 1, 'r', now() - interval '9 days'" + many);
        insert("raid_message", "1, 1, 'e', 99, 1, 1, 'r', now() - interval '9 days'");
        insert("activity", OLD + ", 'chat', 'r', i::text, 1" + many);
        for (String granularity : List.of("hour", "day")) {
            insert("rollup", "'" + granularity + "', " + OLD + ", '', '', 1, 0, 0, 0, 0, '', true");
        }
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
        assertEquals(3 * 12_000 + 8, deleted);
        assertEquals(0, old());
        assertTrue(Set.copyOf(keys()).containsAll(fresh), "something fresh was deleted");
    }

    @Test
    void minutesThatAreNotRolledUpAreNotDeletedHoweverOld() {
        String hour = "timestamptz '1901-05-05 05:00Z'";
        insert(
                "activity",
                hour
                        + " + i * interval '1 minute', 'chat', 'old', 'p', 1 FROM"
                        + " generate_series(0, 119) AS i");
        retention.prune().await().atMost(LIMIT);
        assertEquals(120, minutes());
        insert("rollup", "'hour', " + hour + ", '', '', 60, 0, 0, 0, 0, '', true");
        retention.prune().await().atMost(LIMIT);
        assertEquals(120, minutes());
        insert("rollup", "'hour', " + hour + ", '', '', 60, 0, 0, 0, 0, '', true");
        insert(
                "rollup",
                "'day', date_trunc('day', " + hour + ", 'UTC'), '', '', 1, 0, 0, 0, 0, '', true");
        retention.prune().await().atMost(LIMIT);
        assertEquals(60, minutes());
        database.execute("DELETE FROM analytics.activity WHERE room_id = 'old'");
    }

    @Test
    void countsOfRoomsAndBatchesAreKeptUntilTheyAreRolledUp() {
        String hour = "timestamptz '1902-05-05 05:00Z'";
        String counts = "ARRAY[1], ARRAY[0], ARRAY[0], ARRAY[0], ARRAY[0]";
        for (String minutes : List.of("0", "50", "60")) {
            String begins = hour + " + interval '" + minutes + " minutes'";
            String cells = "ARRAY[" + begins + "], ARRAY['p'], " + counts;
            insert("activity_room", begins + ", 'chat', 'old', " + begins + ", " + cells);
            database.execute(
                    "INSERT INTO analytics.activity_batch (begins_at, ends_at, kind, cells, rooms,"
                            + " minutes, players, messages, joins, leaves, whispers, turns) SELECT "
                            + begins
                            + ", "
                            + begins
                            + ", 'chat', 1, ARRAY['old'], "
                            + cells);
        }
        retention.prune().await().atMost(LIMIT);
        assertEquals(6, cells());
        insert("rollup", "'hour', " + hour + ", '', '', 60, 0, 0, 0, 0, '', true");
        insert(
                "rollup",
                "'day', date_trunc('day', " + hour + ", 'UTC'), '', '', 1, 0, 0, 0, 0, '', true");
        retention.prune().await().atMost(LIMIT);
        assertEquals(2, cells());
        database.execute(
                "DELETE FROM analytics.activity_room WHERE room_id = 'old';"
                        + " DELETE FROM analytics.activity_batch WHERE rooms[1] = 'old'");
    }

    private long cells() {
        return database.number(
                "SELECT count(*) FROM analytics.activity_cell WHERE room_id = 'old'");
    }

    @Test
    void textsAreKeptUntilAllPartitionsArePastThem() {
        long now = Instant.now().getEpochSecond() / 60;
        String epoch = UUID.randomUUID().toString();
        database.execute(
                "INSERT INTO analytics.progress (epoch, partition, next_offset, complete_until)"
                        + " SELECT '%s', i, 0, to_timestamp(60 * (%d - i)) FROM generate_series(0, 1) AS i"
                                .formatted(epoch, now + 10));
        texts(epoch, now - 90, "59 minutes");
        texts(epoch, now - 52, "61 minutes");
        texts(epoch, now - 53, "61 minutes");
        texts(epoch, now, "7 days");
        texts(epoch, now, "9 days");
        retention.prune().await().atMost(LIMIT);
        assertEquals(
                List.of(now - 90 + " 59", now - 52 + " 61", now + " 10080"),
                database.texts(
                        "SELECT minute || ' ' || (extract(epoch FROM now() - written_at) / 60)::int"
                                + " FROM analytics.text_batch WHERE epoch = '"
                                + epoch
                                + "' ORDER BY id"));
        database.execute("DELETE FROM analytics.progress WHERE epoch = '" + epoch + "'");
    }

    private void texts(String epoch, long minute, String age) {
        database.execute(
                "INSERT INTO analytics.text_batch (epoch, minute, texts, details, rooms,"
                        + " written_at)"
                        + " VALUES ('%s', %d, '', '', '{}', now() - interval '%s')"
                                .formatted(epoch, minute, age));
    }

    @Test
    void aTableThatFailsHoldsUpNoOther() {
        insert("session", "'chat', 'r', 'held', " + OLD + ", " + OLD + ", 1");
        database.execute("ALTER TABLE analytics.seen_message RENAME COLUMN counted_at TO hidden");
        try {
            assertThrows(RuntimeException.class, () -> retention.prune().await().atMost(LIMIT));
        } finally {
            database.execute(
                    "ALTER TABLE analytics.seen_message RENAME COLUMN hidden TO counted_at");
        }
        assertEquals(
                0,
                database.number("SELECT count(*) FROM analytics.session WHERE player_id = 'held'"));
    }

    @Test
    void hoursAreKeptAsLongAsTheMinutesTheyAreMadeOf() {
        AnalyticsConfig config = Settings.of(Map.of("retention.hours", "P30D"));
        assertThrows(IllegalStateException.class, () -> new Retention(null, null, config));
    }

    private long minutes() {
        return database.number("SELECT count(*) FROM analytics.activity WHERE room_id = 'old'");
    }

    @Test
    void minutesAreKeptUntilTheyAreSurelyRolledUp() {
        AnalyticsConfig config = Settings.of(Map.of("retention.minutes", "P9D"));
        assertThrows(IllegalStateException.class, () -> new Retention(null, null, config));
    }

    private void insert(String table, String values) {
        database.execute("INSERT INTO analytics." + table + " SELECT " + values);
    }

    /** The keys of all rows; alerts that end and roll-ups add some at any time. */
    private List<String> keys() {
        List<String> keys = new ArrayList<>();
        KEYS.forEach(
                (table, key) ->
                        keys.addAll(
                                database.texts(
                                        "SELECT concat_ws(' ', '%s', %s) FROM analytics.%s"
                                                .formatted(table, key, table))));
        return keys;
    }

    /** How many of the old rows are left. */
    private long old() {
        return KEYS.keySet().stream()
                .mapToLong(
                        table ->
                                database.number(
                                        "SELECT count(*) FROM analytics."
                                                + table
                                                + " AS t WHERE t::text ~"
                                                + " ',e,99,|1899-12-31|1900-01-01'"))
                .sum();
    }
}
