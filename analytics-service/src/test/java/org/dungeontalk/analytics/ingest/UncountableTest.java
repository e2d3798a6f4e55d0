package org.dungeontalk.analytics.ingest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.dungeontalk.analytics.Log;
import org.dungeontalk.analytics.LogWriter;
import org.dungeontalk.analytics.ServiceTest;
import org.dungeontalk.analytics.Stack;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Stack.class)
class UncountableTest extends ServiceTest {

    private static final Instant TIME = Instant.parse("2026-11-22T18:34:05.123Z");

    @Test
    void aRoomInTwoPartitionsIsCountedAsOne() {
        String room = newRoom();
        List<Future<RecordMetadata>> written = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            written.add(writer.talkInto(3 + i % 2, room, "mira", TIME.plusMillis(i)));
        }
        writer.await(written);
        awaitMessages(room, 4);
        awaitNoLag();
        assertMetricsAddUp();
    }

    @Test
    void recordsThatPostgresqlRefusesGoToTheDeadLettersAndTheRestIsCounted() {
        String room = newRoom();
        int before = log.deadLetters().size();
        database.execute(
                "ALTER TABLE analytics.activity_batch ADD CONSTRAINT refused CHECK"
                        + " (array_to_string(players, ' ') NOT LIKE '%refused-%') NOT VALID");
        try {
            List<Future<RecordMetadata>> written = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                String player = i % 250 == 77 ? "refused-" + i : "p-" + i % 20;
                written.add(writer.talk(room + "-" + i % 12, player, TIME.plusMillis(i)));
            }
            writer.await(written);
            await().atMost(LIMIT)
                    .until(
                            () ->
                                    database.number(
                                                    "SELECT sum(messages) FROM"
                                                        + " analytics.activity_cell WHERE room_id"
                                                        + " LIKE ?",
                                                    room + "%")
                                            == 597);
            awaitNoLag();
        } finally {
            database.execute("ALTER TABLE analytics.activity_batch DROP CONSTRAINT refused");
        }
        List<ConsumerRecord<byte[], byte[]>> letters = log.deadLetters();
        assertEquals(before + 3, letters.size());
        assertTrue(Log.header(letters.get(before), "dlt-reason").contains("SQLSTATE 23514"));
        awaitHealth("ready", 200);
        LogWriter.await(writer.talk(room, "refused-no-more", TIME));
        awaitMessages(room, 1);
        assertMetricsAddUp();
    }

    @Test
    void anIdThatCantBeClaimedHoldsUpNobodyElse() {
        String room = newRoom();
        int before = log.deadLetters().size();
        database.execute(
                "ALTER TABLE analytics.seen_message ADD CONSTRAINT refused CHECK (room_id NOT LIKE"
                        + " '%-refused') NOT VALID");
        try {
            List<Future<RecordMetadata>> written = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String to = i == 50 ? room + "-refused" : room;
                UUID id = UUID.randomUUID();
                written.add(writer.send(id, to, "mira", "hello", TIME.plusMillis(i)));
            }
            writer.await(written);
            awaitMessages(room, 99);
            awaitNoLag();
        } finally {
            database.execute("ALTER TABLE analytics.seen_message DROP CONSTRAINT refused");
        }
        assertEquals(before + 1, log.deadLetters().size());
        awaitHealth("ready", 200);
        assertMetricsAddUp();
    }
}
