package org.dungeontalk.persistence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.uuid.UuidCreator;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.dungeontalk.persistence.partition.PartitionMaintenance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Partitions of the table are created and dropped, and each row finds its partition. */
@QuarkusTest
@WithTestResource(Backbone.class)
class PartitionsTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** {@code dungeontalk.store.retention} of the tests. */
    private static final Duration RETENTION = Duration.ofDays(3650);

    private final Database database = new Database(Backbone.postgres());
    private Log log;

    @Inject PartitionMaintenance upkeep;

    @BeforeEach
    void open() {
        log = new Log(Backbone.kafka().bootstrapServers());
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void hasPartitionsForThePresentAndForTheTimeAhead() {
        upkeep.run().await().atMost(LIMIT);
        assertEquals(
                1,
                database.number(
                        "SELECT count(*) FROM persistence.message_partition"
                                + " WHERE from_time <= now() AND upto_time > now()"));
        assertEquals(
                1,
                database.number(
                        "SELECT count(*) FROM persistence.message_partition"
                                + " WHERE upto_time > now() + interval '35 days'"));
    }

    @Test
    void putsAMessageOfTodayIntoThePartitionOfToday() {
        String room = Bodies.room();
        store(room, Bodies.chat(room, "today"));
        assertTrue(database.partitionOf(room).matches("message_\\d{8}"));
    }

    @Test
    void storesMessagesWhoseIdsHaveNoTimeOrOneThatIsFarOff() {
        String room = Bodies.room();
        List<UUID> ids =
                List.of(
                        UUID.randomUUID(),
                        new UUID(0, 0),
                        new UUID(-1, -1),
                        idAt(Instant.now().plus(4000, ChronoUnit.DAYS)),
                        idAt(Instant.now().minus(4000, ChronoUnit.DAYS)));
        for (UUID id : ids) {
            log.write("chat", room, Bodies.chat(room, "x").put("messageId", "" + id).toString());
        }
        log.flush();
        await().atMost(LIMIT).until(() -> database.rows(room) == ids.size());
        assertEquals("message_other", database.partitionOf(room));
    }

    @Test
    void movesRowsIntoThePartitionThatIsMadeForThem() {
        String room = Bodies.room();
        Instant then = Instant.parse("2031-05-17T10:00:00Z");
        store(room, Bodies.chat(room, "early").put("messageId", "" + idAt(then)));
        assertEquals("message_other", database.partitionOf(room));
        database.execute("SELECT persistence.make_message_partition('2031-05-01Z', '2031-06-01Z')");
        assertEquals("message_20310501", database.partitionOf(room));
        database.execute("SELECT persistence.make_message_partition('2031-05-09Z', '2031-07-01Z')");
        assertEquals(
                0,
                database.number(
                        "SELECT count(*) FROM persistence.message_partition"
                                + " WHERE upto_time = '2031-07-01Z'"));
        database.execute(
                "DROP TABLE persistence.message_20310501;DELETE FROM persistence.message_partition"
                        + " WHERE name = 'message_20310501'");
    }

    @Test
    void dropsWhatIsOlderThanItsRetentionAndNothingElse() {
        String old = Bodies.room();
        String odd = Bodies.room();
        String fresh = Bodies.room();
        String then = "2009-05-17T10:00:00Z";
        database.execute("SELECT persistence.make_message_partition('2009-05-01Z', '2009-06-01Z')");
        store(old, Bodies.chat(old, "x").put("messageId", "" + idAt(Instant.parse(then))));
        store(
                odd,
                Bodies.chat(odd, "x")
                        .put("messageId", "" + UUID.randomUUID())
                        .put("createdAt", then));
        store(fresh, Bodies.chat(fresh, "x").put("messageId", "" + UUID.randomUUID()));
        assertEquals("message_20090501", database.partitionOf(old));
        await().atMost(LIMIT)
                .until(
                        () -> {
                            upkeep.run().await().atMost(LIMIT);
                            return database.rows(old) + database.rows(odd) == 0;
                        });
        assertEquals(1, database.rows(fresh));
        assertEquals(
                0,
                database.number(
                        "SELECT count(*) FROM persistence.message_partition"
                                + " WHERE upto_time < now() - interval '11 years'"));
    }

    @Test
    void keepsAPartitionOfWhichAnyPartIsYoungEnough() {
        String room = Bodies.room();
        database.execute("SELECT persistence.make_message_partition('2010-05-01Z', '2010-06-01Z')");
        Instant then = Instant.parse("2010-05-17T10:00:00Z");
        store(room, Bodies.chat(room, "x").put("messageId", "" + idAt(then)));
        database.execute("SELECT persistence.drop_message_partitions('2010-05-31Z')");
        assertEquals(1, database.rows(room));
        database.execute("SELECT persistence.drop_message_partitions('2010-06-01Z')");
        assertEquals(0, database.rows(room));
    }

    @Test
    void dropsAPartitionTwoDaysAfterItsLastMessageHasReachedItsAgeAndNotBefore() {
        Instant aged = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(RETENTION);
        Instant dropped = aged.minus(3, ChronoUnit.DAYS);
        Instant kept = aged.minus(1, ChronoUnit.DAYS);
        make(dropped.minus(9, ChronoUnit.DAYS), dropped);
        make(dropped, kept);
        upkeep.run().await().atMost(LIMIT);
        assertEquals(0, partitionsUntil(dropped));
        assertEquals(1, partitionsUntil(kept));
        database.execute("SELECT persistence.drop_message_partitions('" + kept + "')");
    }

    private void make(Instant from, Instant upto) {
        database.execute(
                "SELECT persistence.make_message_partition('%s', '%s')".formatted(from, upto));
    }

    private long partitionsUntil(Instant end) {
        return database.number(
                "SELECT count(*) FROM persistence.message_partition WHERE upto_time = '"
                        + end
                        + "'");
    }

    @Test
    void findsTheTimeOfAnIdAgain() {
        Instant then = Instant.parse("2026-11-22T18:04:05.123Z");
        assertEquals(
                then.toEpochMilli(),
                database.number(
                        "SELECT (extract(epoch FROM persistence.time_of('"
                                + idAt(then)
                                + "')) * 1000)::bigint"));
        assertEquals(
                1,
                database.number(
                        "SELECT count(*) FROM (SELECT persistence.id_at('"
                                + then
                                + "') AS lowest) x"
                                + " WHERE lowest <= '"
                                + idAt(then)
                                + "'"
                                + " AND persistence.id_at('2026-11-22T18:04:05.124Z') > '"
                                + idAt(then)
                                + "'"));
    }

    private void store(String room, ObjectNode body) {
        log.write("chat", room, body.toString());
        log.flush();
        await().atMost(LIMIT).until(() -> database.rows(room) == 1);
    }

    private static UUID idAt(Instant instant) {
        return UuidCreator.getTimeOrderedEpoch(instant);
    }
}
