package org.dungeontalk.analytics.rollup;

import static java.time.temporal.ChronoUnit.HOURS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.dungeontalk.analytics.ServiceTest;
import org.dungeontalk.analytics.Stack;
import org.dungeontalk.analytics.background.BackgroundJobs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Stack.class)
class RollUpTest extends ServiceTest {

    private static final Instant HOUR = Instant.now().truncatedTo(HOURS).minus(Duration.ofDays(3));

    @Inject RollUp rollUp;
    @Inject Pool pool;
    @Inject BackgroundJobs rounds;

    @AfterEach
    void forgetTheFault() {
        database.execute("ALTER TABLE analytics.rollup DROP CONSTRAINT IF EXISTS broken");
    }

    @Test
    void aRecreatedTopicEndsNoRollUps() {
        database.execute(
                "INSERT INTO analytics.progress (epoch, partition, next_offset, complete_until)"
                        + " VALUES ('0ld', 0, 7, '2020-01-01') ON CONFLICT DO NOTHING");
        String room = newRoom();
        talk(room, HOUR, 3);
        awaitRolledUp(room, "hour", 3);
        awaitRolledUp(room, "day", 3);
    }

    @Test
    void aPartitionThatStandsStillHoldsNoRollUpBackForGood() {
        database.execute(
                "INSERT INTO analytics.progress (epoch, partition, next_offset, complete_until)"
                        + " SELECT epoch, 1000, 0, '2020-01-01' FROM analytics.progress ORDER BY"
                        + " complete_until DESC NULLS LAST LIMIT 1");
        try {
            String room = newRoom();
            talk(room, HOUR, 3);
            awaitRolledUp(room, "day", 3);
        } finally {
            database.execute("DELETE FROM analytics.progress WHERE partition = 1000");
        }
    }

    @Test
    void whichWindowsAreDueIsKnownWithoutReadingTheMinutes() throws Exception {
        String room = newRoom();
        talk(room, HOUR, 1);
        awaitRolledUp(room, "day", 1);
        try (var other = database.connect()) {
            other.setAutoCommit(false);
            other.createStatement()
                    .execute(
                            "LOCK TABLE analytics.activity, analytics.activity_batch,"
                                    + " analytics.activity_room");
            rollUp.rollUp().await().atMost(Duration.ofSeconds(8));
        }
    }

    @Test
    void aRoundThatFailsIsCountedAndSeenByTheProbeAndTheOthersGoOn() {
        String broken = newRoom();
        String whole = newRoom();
        double before = failures();
        database.execute(
                "ALTER TABLE analytics.rollup ADD CONSTRAINT broken CHECK (room_id <> '"
                        + broken
                        + "')");
        talk(broken, HOUR.minus(Duration.ofHours(30)), 2);
        await().atMost(Duration.ofSeconds(30)).until(() -> health("ready") == 503);
        String ready = healthText("ready");
        assertTrue(ready.contains("roll-ups"), ready);
        talk(whole, HOUR, 2);
        awaitRolledUp(whole, "hour", 2);
        awaitHealth("ready", 503);
        assertTrue(failures() > before);
        assertEquals(200, health("live"));
        forgetTheFault();
        awaitRolledUp(broken, "day", 2);
        awaitHealth("ready", 200);
    }

    @Test
    void twoInstancesAndLateMessagesMakeEachWindowWhole() {
        RollUp other = new RollUp(pool, rounds);
        List<String> rooms = List.of(newRoom(), newRoom(), newRoom());
        List<Future<RecordMetadata>> written = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            written.add(
                    writer.talk(rooms.get(i % 3), "p-" + i % 7, HOUR.plusSeconds(i % 120 * 60L)));
            if (i % 100 == 0) {
                writer.await(written);
                Uni.combine()
                        .all()
                        .unis(rollUp.rollUp(), other.rollUp())
                        .discardItems()
                        .await()
                        .atMost(LIMIT);
            }
        }
        writer.await(written);
        for (int i = 0; i < rooms.size(); i++) {
            long messages = 2_000 / 3 + (i < 2_000 % 3 ? 1 : 0);
            awaitMessages(rooms.get(i), messages);
            awaitRolledUp(rooms.get(i), "hour", messages);
            awaitRolledUp(rooms.get(i), "day", messages);
        }
        assertEquals(
                List.of(),
                database.texts(
                        """
                        SELECT a.h::text FROM (SELECT date_trunc('hour', minute, 'UTC') AS h, sum(messages) AS n
                            FROM analytics.activity_cell GROUP BY 1) a
                        JOIN analytics.rollup r ON r.grain = 'hour' AND r.kind = '' AND r.room_id = ''
                            AND r.starts_at = a.h
                        WHERE r.messages <> a.n\
                        """));
    }

    @Test
    void whatAnInstanceHasClaimedIsItsOwnForAMinuteAndMadeByAnotherIfItWasKilled() {
        String room = newRoom();
        Instant hour = HOUR.minus(Duration.ofDays(6));
        database.execute(
                """
                INSERT INTO analytics.activity (minute, kind, room_id, player_id, messages)
                VALUES ('%2$s', 'chat', '%1$s', 'mira', 3);
                INSERT INTO analytics.rollup_due (grain, starts_at, claim, claimed_at)
                VALUES ('hour', '%2$s', gen_random_uuid(), now() + interval '5 minutes')\
                """
                        .formatted(room, hour));
        RollUp other = new RollUp(pool, rounds);
        for (RollUp instance : List.of(rollUp, other)) {
            instance.rollUp().await().atMost(LIMIT);
            assertEquals(0, hours(room));
        }
        database.execute(
                "UPDATE analytics.rollup_due SET claimed_at = now() - interval '61 seconds' WHERE"
                        + " starts_at = '%s'".formatted(hour));
        Uni.combine()
                .all()
                .unis(rollUp.rollUp(), other.rollUp())
                .discardItems()
                .await()
                .atMost(LIMIT);
        awaitRolledUp(room, "hour", 3);
        assertEquals(1, hours(room));
        database.execute(
                """
                DELETE FROM analytics.activity WHERE room_id = '%1$s';
                DELETE FROM analytics.rollup WHERE
                    date_trunc('day', starts_at, 'UTC') = date_trunc('day', timestamptz '%2$s', 'UTC')\
                """
                        .formatted(room, hour));
    }

    private long hours(String room) {
        return database.number(
                "SELECT count(*) FROM analytics.rollup WHERE room_id = ? AND grain = 'hour'", room);
    }

    private void talk(String room, Instant from, int times) {
        List<Future<RecordMetadata>> written = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            written.add(writer.talk(room, "p-" + i, from.plusSeconds(i)));
        }
        writer.await(written);
        awaitMessages(room, times);
    }

    private void awaitRolledUp(String room, String granularity, long messages) {
        await().atMost(LIMIT)
                .until(
                        () ->
                                database.number(
                                                "SELECT coalesce(sum(messages), 0)::bigint FROM"
                                                        + " analytics.rollup WHERE room_id = ? AND"
                                                        + " grain = ?",
                                                room,
                                                granularity)
                                        == messages);
    }

    private double failures() {
        var counter =
                metrics.find("dungeontalk.analytics.rounds.failed")
                        .tag("work", "roll-ups")
                        .counter();
        return counter == null ? 0 : counter.count();
    }
}
