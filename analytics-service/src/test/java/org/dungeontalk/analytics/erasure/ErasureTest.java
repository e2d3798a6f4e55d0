package org.dungeontalk.analytics.erasure;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.dungeontalk.analytics.LogWriter;
import org.dungeontalk.analytics.ServiceTest;
import org.dungeontalk.analytics.Stack;
import org.dungeontalk.analytics.background.BackgroundJobs;
import org.dungeontalk.analytics.rollup.ActivityMerge;
import org.dungeontalk.testing.Contract;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Stack.class)
class ErasureTest extends ServiceTest {

    private static final Duration LATE = Duration.ofMinutes(40);

    /** All tables that name players, but for the one that says who is erased. */
    private static final List<String> TABLES =
            List.of(
                    "activity",
                    "activity_batch",
                    "activity_room",
                    "player",
                    "session",
                    "answer",
                    "alert",
                    "alert_notice",
                    "moderation",
                    "moderation_audit",
                    "seen_message",
                    "saying",
                    "text_batch",
                    "raid_message");

    @Inject Pool pool;
    @Inject BackgroundJobs rounds;
    @Inject ActivityMerge merge;

    @Test
    void anErasureReachesAllTablesAndTheNumbersStay() {
        String player = "gone-" + UUID.randomUUID();
        String pseudonym = pseudonym();
        String room = newRoom();
        Instant through = Instant.now().minus(LATE).truncatedTo(ChronoUnit.MICROS);
        flood(room, player, through);
        ruled(player, through, "says rude things");
        awaitMessages(room, 36);
        stay(room, player, through);
        LogWriter.await(writer.erase(player, pseudonym, through));
        awaitGone(player);
        assertEquals(36, database.messages(room));
        for (String table : List.of("activity_cell", "player", "session")) {
            assertTrue(rows(table, pseudonym) > 0, table);
        }
        assertTrue(rows("alert", pseudonym) > 0);
        assertEquals(
                0,
                database.number(
                        "SELECT count(*) FROM analytics.moderation_audit WHERE reason LIKE 'says"
                                + " rude%'"));
        await().atMost(LIMIT).until(() -> lastRuling(player).equals(Optional.empty()));
        database.execute(
                "DELETE FROM analytics.session WHERE messages = 3 AND room_id = '" + room + "'");
    }

    @Test
    void whatComesLaterIsKeptAndWhatComesLateIsNot() {
        String player = "gone-" + UUID.randomUUID();
        String pseudonym = pseudonym();
        String room = newRoom();
        Instant through = Instant.now().minus(LATE).truncatedTo(ChronoUnit.MICROS);
        LogWriter.await(writer.talk(room, player, through.minusSeconds(7_200)));
        LogWriter.await(writer.talk(room, player, Instant.now()));
        awaitMessages(room, 2);
        LogWriter.await(writer.erase(player, pseudonym, through));
        await().atMost(LIMIT).until(() -> rows("activity_cell", pseudonym) == 1);
        LogWriter.await(writer.talk(room, player, through.minusSeconds(60)));
        awaitMessages(room, 3);
        assertEquals(2, rows("activity_cell", pseudonym));
        assertEquals(1, rows("activity_cell", player));
    }

    @Test
    void aRecountAndTheSameRequestAgainBringNothingBack() {
        String player = "gone-" + UUID.randomUUID();
        String pseudonym = pseudonym();
        String room = newRoom();
        Instant through = Instant.now().minus(LATE).truncatedTo(ChronoUnit.MICROS);
        flood(room, player, through);
        awaitMessages(room, 36);
        LogWriter.await(writer.erase(player, pseudonym, through));
        awaitGone(player);
        awaitNoLag();
        database.startOver();
        awaitMessages(room, 36);
        assertEquals(0, named(player));
        LogWriter.await(writer.erase(player, pseudonym, through));
        LogWriter.await(writer.erase(player, pseudonym, through.plusSeconds(1)));
        await().atMost(LIMIT)
                .until(
                        () ->
                                database.number(
                                                "SELECT count(*) FROM analytics.erasure WHERE"
                                                    + " player_id = ? AND erased_at IS NOT NULL AND"
                                                    + " version > 1",
                                                player)
                                        == 1);
        assertEquals(36, database.messages(room));
        assertEquals(0, named(player));
    }

    @Test
    void aMuteThatHoldsIsKeptWithoutItsReasonUntilItIsOver() {
        String player = "gone-" + UUID.randomUUID();
        database.execute(
                "INSERT INTO analytics.moderation VALUES ('"
                        + player
                        + "', true, now() + interval '8 seconds', 'rude', 'mira', now(), 1, 0)");
        LogWriter.await(writer.erase(player, pseudonym(), Instant.now().plusSeconds(1)));
        await().atMost(LIMIT)
                .until(() -> lastRuling(player).orElse("rude").contains("\"reason\":\"\""));
        await().atMost(LIMIT).until(() -> lastRuling(player).isEmpty());
        awaitGone(player);
    }

    @Test
    void anErasureReachesCountsBeforeAndAfterTheyAreMerged() {
        String player = "gone-" + UUID.randomUUID();
        String pseudonym = pseudonym();
        String room = newRoom();
        Instant through = Instant.now().minus(LATE).truncatedTo(ChronoUnit.MINUTES);
        for (int i = 0; i < 4; i++) {
            LogWriter.await(writer.talk(room, player, through.minusSeconds(i * 1_200)));
            LogWriter.await(writer.talk(room, "olaf", through.minusSeconds(i * 1_200)));
            LogWriter.await(writer.talk(room, player, through.plusSeconds(60)));
            awaitMessages(room, 3 * (i + 1));
            if (i == 1) {
                await().atMost(LIMIT)
                        .until(
                                () -> {
                                    merge.merge().await().atMost(LIMIT);
                                    return rows("activity_batch", player) == 0;
                                });
            }
        }
        assertTrue(rows("activity_room", player) > 0);
        assertTrue(rows("activity_batch", player) > 0);
        LogWriter.await(writer.erase(player, pseudonym, through));
        await().atMost(LIMIT).until(() -> rows("activity_cell", player) == 1);
        assertEquals(
                List.of("%s 4".formatted(pseudonym), "%s 4".formatted(player), "olaf 4"),
                database.texts(
                        "SELECT player_id || ' ' || sum(messages) FROM analytics.activity_cell"
                                + " WHERE room_id = '%s' GROUP BY player_id ORDER BY 1"
                                        .formatted(room)));
    }

    @Test
    void twoInstancesEraseWhileTheRoomGoesOn() {
        String player = "gone-" + UUID.randomUUID();
        String pseudonym = pseudonym();
        String room = newRoom();
        Instant through = Instant.now().minus(LATE).truncatedTo(ChronoUnit.MICROS);
        LogWriter.await(writer.talk(room, player, through.minus(Duration.ofHours(100))));
        awaitMessages(room, 1);
        database.execute(
                "INSERT INTO analytics.activity (minute, kind, room_id, player_id, messages) SELECT"
                    + " date_trunc('minute', now() - interval '1 hour') - m * interval '1 minute',"
                    + " 'chat', '"
                        + room
                        + "', '"
                        + player
                        + "', 2 FROM generate_series(0, 4999) m");
        ErasureWorker other = new ErasureWorker(pool, rounds);
        LogWriter.await(writer.erase(player, pseudonym, through));
        List<Future<RecordMetadata>> written = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            written.add(writer.talk(room, i % 2 == 0 ? player : "olaf", through.plusSeconds(120)));
            written.add(writer.talk(room, player, through.minusSeconds(i)));
        }
        writer.await(written);
        await().atMost(LIMIT)
                .until(
                        () -> {
                            Uni.combine()
                                    .all()
                                    .unis(other.erase(), other.erase())
                                    .discardItems()
                                    .await()
                                    .atMost(LIMIT);
                            return database.messages(room) == 11_001
                                    && rows("activity_cell", player) == 1;
                        });
        assertEquals(
                250,
                database.number(
                        "SELECT sum(messages) FROM analytics.activity_cell WHERE player_id = ?",
                        player));
        long together = rowsOfTheLargestTransaction(room, pseudonym);
        assertTrue(together > 0 && together <= 60, together + " minutes in one transaction");
        database.execute(
                "DELETE FROM analytics.activity WHERE room_id = '"
                        + room
                        + "' AND minute BETWEEN now() - interval '90 hours' AND now() - interval '1"
                        + " hour'");
    }

    @Test
    void anIdIsAsLongAsATokensMayBeInCodePoints() {
        assertTrue(erasureOf("\ud83d\udc09".repeat(80)).isPresent());
        assertTrue(erasureOf("\ud83d\udc09".repeat(81)).isEmpty());
    }

    private static Optional<Erasure> erasureOf(String player) {
        String body =
                "{\"playerId\":\"%s\",\"pseudonym\":\"a\",\"through\":\"2026-11-22T12:00:00Z\"}"
                        .formatted(player);
        return Erasure.of(
                player.getBytes(StandardCharsets.UTF_8), body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsTheExamplesOfTheContract() {
        for (Path example : Contract.examples("valid", "erasure")) {
            byte[] value = Contract.text(example).getBytes(StandardCharsets.UTF_8);
            String key =
                    Contract.text(example)
                            .replaceAll(".*\"playerId\":\"([^\"]+)\".*", "$1")
                            .strip();
            assertTrue(
                    Erasure.of(key.getBytes(StandardCharsets.UTF_8), value).isPresent(),
                    example.toString());
            assertTrue(Erasure.of("p-1".getBytes(StandardCharsets.UTF_8), value).isEmpty());
        }
    }

    /** Minutes that were changed together, by the ids of the transactions that did it. */
    private long rowsOfTheLargestTransaction(String room, String player) {
        return database.number(
                "SELECT max(n) FROM (SELECT count(*) AS n FROM analytics.activity WHERE room_id = ?"
                        + " AND player_id = ? GROUP BY xmin::text) AS transactions",
                room,
                player);
    }

    private static String pseudonym() {
        return "anonymous-" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    }

    /** Three floods, the last message at that time. */
    private void flood(String room, String player, Instant last) {
        List<Future<RecordMetadata>> written = new ArrayList<>();
        for (int i = 0; i < 36; i++) {
            written.add(writer.say(room, player, "word " + i, last.minusMillis(3_600 - i * 100)));
        }
        writer.await(written);
    }

    private void stay(String room, String player, Instant at) {
        database.execute(
                "INSERT INTO analytics.session VALUES ('chat', '%s', '%s', '%s', '%s', 3)"
                        .formatted(room, player, at.minusSeconds(600), at.minusSeconds(1)));
    }

    private void ruled(String player, Instant at, String reason) {
        String decided = "'%s', true, '%s', '%s', 'mira', '%s'".formatted(player, at, reason, at);
        database.execute("INSERT INTO analytics.moderation VALUES (" + decided + ", 1, 0)");
        database.execute(
                "INSERT INTO analytics.moderation_audit (player_id, muted, muted_until, reason,"
                        + " decided_by, decided_at) VALUES ("
                        + decided
                        + ")");
        await().atMost(LIMIT).until(() -> lastRuling(player).isPresent());
    }

    private Optional<String> lastRuling(String player) {
        return log.topic("moderation").stream()
                .filter(record -> new String(record.key(), StandardCharsets.UTF_8).equals(player))
                .reduce((one, next) -> next)
                .flatMap(
                        record ->
                                Optional.ofNullable(record.value())
                                        .map(value -> new String(value, StandardCharsets.UTF_8)));
    }

    private void awaitGone(String player) {
        await().atMost(LIMIT).untilAsserted(() -> assertEquals(List.of(), tablesWith(player)));
    }

    private List<String> tablesWith(String player) {
        return TABLES.stream().filter(table -> rows(table, player) > 0).toList();
    }

    private long named(String player) {
        return TABLES.stream().mapToLong(table -> rows(table, player)).sum();
    }

    private long rows(String table, String text) {
        if (table.equals("activity_cell")) {
            return database.number(
                    "SELECT count(DISTINCT (minute, kind, room_id, player_id)) FROM"
                            + " analytics.activity_cell WHERE player_id = ?",
                    text);
        }
        return database.number(
                "SELECT count(*) FROM analytics." + table + " t WHERE t::text LIKE ?",
                "%" + text + "%");
    }
}
