package org.dungeontalk.analytics.ingest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.dungeontalk.analytics.Log;
import org.dungeontalk.analytics.LogWriter;
import org.dungeontalk.analytics.ServiceTest;
import org.dungeontalk.analytics.Stack;
import org.dungeontalk.analytics.activity.ActivityStore;
import org.dungeontalk.analytics.activity.Entry;
import org.dungeontalk.analytics.activity.GameMessage;
import org.dungeontalk.analytics.activity.Kind;
import org.dungeontalk.analytics.activity.Outcome;
import org.dungeontalk.analytics.activity.SeenPruning;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Stack.class)
class CountingTest extends ServiceTest {

    private static final Instant TIME = Instant.parse("2026-11-22T18:04:05.123Z");

    @Inject ActivityStore store;
    @Inject SeenPruning pruning;

    @Test
    void countsEveryMessageOfManyRoomsOnce() {
        String prefix = newRoom();
        long before = database.messages();
        write(prefix, 3_000);
        awaitNoLag();
        assertEquals(before + 3_000, database.messages());
        assertEquals(300, database.messages(prefix + "-0"));
        assertMetricsAddUp();
    }

    @Test
    void readingTheLogAgainFromTheBeginningChangesNothing() {
        write(newRoom(), 500);
        awaitNoLag();
        Map<String, Integer> before = database.activity();
        double skipped = counter("skipped");
        Log.readAgain(clients);
        await().atMost(LIMIT).until(() -> counter("skipped") >= skipped + 500);
        write(newRoom(), 100);
        awaitNoLag();
        assertMetricsAddUp();
        Map<String, Integer> after = database.activity();
        before.forEach((row, messages) -> assertEquals(messages, after.get(row), row));
        assertEquals(before.values().stream().mapToInt(n -> n).sum() + 100, sum(after));
    }

    @Test
    void batchesThatOverlapAndRunAtOnceCountOnce() {
        String room = newRoom();
        List<Uni<Outcome>> batches = new ArrayList<>();
        for (int from = 0; from < 100; from += 10) {
            batches.add(store.apply("overlap1", entries(room, from, from + 50)));
            batches.add(store.apply("overlap1", entries(room, 0, from + 10)));
        }
        List<Outcome> outcomes = new ArrayList<>();
        Uni.join().all(batches).andCollectFailures().await().atMost(LIMIT).forEach(outcomes::add);
        outcomes.add(store.apply("overlap1", entries(room, 0, 150)).await().atMost(LIMIT));
        assertEquals(database.messages(room), outcomes.stream().mapToInt(Outcome::counted).sum());
        assertEquals(
                150,
                database.number(
                        "SELECT next_offset FROM analytics.progress WHERE epoch = ?", "overlap1"));
    }

    @Test
    void aRetryThatReachedTheLogTwiceCountsOnce() {
        String room = newRoom();
        UUID id = UUID.randomUUID();
        double before = counter("duplicate");
        LogWriter.await(writer.write("chat", room, LogWriter.talk(id, room, "mira", TIME)));
        awaitMessages(room, 1);
        LogWriter.await(
                writer.write("chat", room, LogWriter.talk(id, room, "mira", TIME.plusSeconds(70))));
        LogWriter.await(writer.talk(room, "mira", TIME));
        awaitMessages(room, 2);
        awaitNoLag();
        assertEquals(before + 1, counter("duplicate"));
        assertMetricsAddUp();
    }

    @Test
    void poisonGoesToTheDeadLettersAndTheRestIsCounted() {
        String room = newRoom();
        String good = LogWriter.talk(UUID.randomUUID(), room, "mira", TIME);
        int before = log.deadLetters().size();
        LogWriter.await(writer.talk(room, "mira", TIME));
        List<Future<RecordMetadata>> poison =
                List.of(
                        writer.write("chat", room, ""),
                        writer.write("chat", room, "{"),
                        writer.write("chat", room, "[]"),
                        writer.write("voice", room, good),
                        writer.write(null, room, good),
                        writer.write("chat", null, good),
                        writer.write("chat", newRoom(), good),
                        writer.write("chat", room, null),
                        writer.write("chat", room, "x".repeat(1_000_000)));
        LogWriter.await(writer.talk(room, "mira", TIME));
        awaitMessages(room, 2);
        await().atMost(LIMIT).until(() -> log.deadLetters().size() >= before + poison.size());
        awaitNoLag();
        List<ConsumerRecord<byte[], byte[]>> letters = log.deadLetters();
        assertEquals(before + poison.size(), letters.size());
        poison.forEach(written -> assertWrittenOff(LogWriter.await(written), letters));
        assertMetricsAddUp();
    }

    @Test
    void poisonThatIsReadAgainIsNotWrittenOffAgain() {
        LogWriter.await(writer.write("chat", newRoom(), "{"));
        awaitNoLag();
        int before = log.deadLetters().size();
        double skipped = counter("skipped");
        Log.readAgain(clients);
        await().atMost(LIMIT).until(() -> counter("skipped") > skipped);
        String room = newRoom();
        LogWriter.await(writer.talk(room, "mira", TIME));
        awaitMessages(room, 1);
        awaitNoLag();
        assertEquals(before, log.deadLetters().size());
        assertMetricsAddUp();
    }

    @Test
    void aRecordTooLargeToBeCopiedIsWrittenOffWithoutItsValue() {
        String room = newRoom();
        int before = log.deadLetters().size();
        int largest = 1_048_588 - 200;
        RecordMetadata written = LogWriter.await(writer.write("chat", room, "x".repeat(largest)));
        await().atMost(LIMIT).until(() -> log.deadLetters().size() == before + 1);
        ConsumerRecord<byte[], byte[]> letter = log.deadLetters().get(before);
        assertNull(letter.value());
        assertEquals(Long.toString(written.offset()), Log.header(letter, "dlt-offset"));
        awaitNoLag();
    }

    @Test
    void aMessageThatPostgresqlRefusesIsIsolated() {
        String room = newRoom();
        database.execute(
                "ALTER TABLE analytics.activity ADD CONSTRAINT refused"
                        + " CHECK (player_id <> 'refused')");
        try {
            int before = log.deadLetters().size();
            List<Future<RecordMetadata>> written = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                written.add(writer.talk(room, i == 37 || i == 38 ? "refused" : "mira", TIME));
            }
            writer.await(written);
            awaitMessages(room, 98);
            awaitNoLag();
            List<ConsumerRecord<byte[], byte[]>> letters = log.deadLetters();
            assertEquals(before + 2, letters.size());
            assertEquals(
                    "PostgreSQL refuses it: SQLSTATE 23514",
                    Log.header(letters.get(before), "dlt-reason"));
            assertMetricsAddUp();
        } finally {
            database.execute("ALTER TABLE analytics.activity DROP CONSTRAINT refused");
        }
    }

    @Test
    void forgetsIdsPastTheirRetention() {
        String room = newRoom();
        LogWriter.await(writer.talk(room, "mira", TIME));
        awaitMessages(room, 1);
        long fresh = database.number("SELECT count(*) FROM analytics.seen_message");
        database.execute(
                "INSERT INTO analytics.seen_message"
                        + " SELECT 99, gen_random_uuid(), now() - interval '9 days'"
                        + " FROM generate_series(1, 12000)");
        pruning.prune().await().atMost(LIMIT);
        assertEquals(fresh, database.number("SELECT count(*) FROM analytics.seen_message"));
    }

    private void write(String prefix, int messages) {
        List<Future<RecordMetadata>> written = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            written.add(writer.talk(prefix + "-" + i % 10, "p-" + i % 7, TIME.plusSeconds(i)));
        }
        writer.await(written);
    }

    private static List<Entry> entries(String room, int from, int to) {
        return Stream.iterate(from, offset -> offset < to, offset -> offset + 1)
                .map(
                        offset ->
                                new Entry(
                                        77,
                                        offset,
                                        Optional.of(
                                                new GameMessage(
                                                        Kind.CHAT,
                                                        room,
                                                        new UUID(room.hashCode(), offset),
                                                        "mira",
                                                        TIME))))
                .toList();
    }

    private static int sum(Map<String, Integer> activity) {
        return activity.values().stream().mapToInt(messages -> messages).sum();
    }

    private static void assertWrittenOff(
            RecordMetadata written, List<ConsumerRecord<byte[], byte[]>> letters) {
        ConsumerRecord<byte[], byte[]> letter =
                letters.stream()
                        .filter(
                                one ->
                                        Log.header(one, "dlt-offset")
                                                        .equals(Long.toString(written.offset()))
                                                && Log.header(one, "dlt-partition")
                                                        .equals(
                                                                Integer.toString(
                                                                        written.partition())))
                        .findFirst()
                        .orElseThrow();
        assertEquals("game-messages", Log.header(letter, "dlt-topic"));
        assertEquals("analytics", Log.header(letter, "dlt-group"));
        int own = Log.header(letter, "kind") == null ? 0 : 1;
        assertEquals(5 + own, letter.headers().toArray().length);
        assertEquals(written.serializedValueSize(), letter.serializedValueSize());
        assertEquals(written.serializedKeySize(), letter.serializedKeySize());
    }
}
