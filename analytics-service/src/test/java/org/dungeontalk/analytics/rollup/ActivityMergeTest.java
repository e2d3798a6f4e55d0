package org.dungeontalk.analytics.rollup;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.dungeontalk.analytics.LogWriter;
import org.dungeontalk.analytics.ServiceTest;
import org.dungeontalk.analytics.Stack;
import org.dungeontalk.analytics.background.BackgroundJobs;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Stack.class)
class ActivityMergeTest extends ServiceTest {

    private static final Instant TIME =
            Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofMinutes(75));

    @Inject ActivityMerge merge;
    @Inject Pool pool;
    @Inject BackgroundJobs rounds;

    @Test
    void theCountsAreTheSameAfterwards() {
        String room = newRoom();
        List<Future<RecordMetadata>> written = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            written.add(writer.talk(room, "p-" + i % 7, TIME.plusSeconds(i * 7)));
            written.add(
                    writer.write(
                            "chat",
                            room,
                            LogWriter.body(
                                    UUID.randomUUID(),
                                    room,
                                    "p-" + i % 5,
                                    "JOIN",
                                    "joined",
                                    TIME.plusSeconds(i * 11))));
        }
        writer.await(written);
        awaitMessages(room, 600);
        List<String> before = cells(room);
        mergeAll(room);
        assertEquals(before, cells(room));
        assertTrue(rows("activity_room", "room_id = '" + room + "'") > 1);
        LogWriter.await(writer.talk(room, "p-1", TIME));
        awaitMessages(room, 601);
        mergeAll(room);
        awaitMessages(room, 601);
        assertEquals(before.size(), cells(room).size());
    }

    @Test
    void nothingIsLostOrCountedTwiceWhileSeveralInstancesMergeAndTheRoomGoesOn() {
        ActivityMerge other = new ActivityMerge(pool, rounds);
        String room = newRoom();
        long seen = 0;
        List<Future<RecordMetadata>> written = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            written.add(writer.talk(room, "p-" + i % 9, TIME.plusSeconds(i)));
            if (i % 50 == 0) {
                writer.await(written);
                Uni.combine()
                        .all()
                        .unis(merge.merge(), other.merge(), merge.merge())
                        .discardItems()
                        .await()
                        .atMost(LIMIT);
                long now = database.messages(room);
                assertTrue(now >= seen && now <= i + 1, seen + " then " + now);
                seen = now;
            }
        }
        writer.await(written);
        awaitMessages(room, 2_000);
        mergeAll(room);
        awaitMessages(room, 2_000);
    }

    /** It doesn't name the column. */
    @Test
    void anInstanceOfAnOlderReleaseCanNotMakeARollUpOfAPartOfTheCounts() {
        IllegalStateException refused =
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                database.execute(
                                        "INSERT INTO analytics.rollup (grain, starts_at, kind,"
                                            + " room_id, messages, joins, leaves, whispers, turns,"
                                            + " players) VALUES ('hour', now(), '', '', 1, 0, 0, 0,"
                                            + " 0, '')"));
        assertTrue(refused.getMessage().contains("whole"), refused.getMessage());
    }

    private void mergeAll(String room) {
        await().atMost(LIMIT)
                .until(
                        () -> {
                            merge.merge().await().atMost(LIMIT);
                            return batches(room) == 0;
                        });
    }

    private List<String> cells(String room) {
        return database.texts(
                "SELECT concat_ws(' ', minute, kind, player_id, sum(messages), sum(joins)) FROM"
                        + " analytics.activity_cell WHERE room_id = '%s'".formatted(room)
                        + " GROUP BY minute, kind, player_id ORDER BY 1");
    }

    private long batches(String room) {
        return rows("activity_batch", "'" + room + "' = ANY (rooms)");
    }

    private long rows(String table, String where) {
        return database.number("SELECT count(*) FROM analytics." + table + " WHERE " + where);
    }
}
