package org.dungeontalk.analytics.ingest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
class CountingTest extends ServiceTest {

    private static final Instant TIME =
            Instant.now().truncatedTo(ChronoUnit.DAYS).minusSeconds(5 * 86_400 - 65_123);
    private static final String JUDGED =
            "SELECT count(*) FROM analytics.overall WHERE next_at > now() - interval '9"
                    + " minutes'";

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
    void readingTheLogFromTheBeginningGivesTheSameNumbersAndAlerts() {
        String room = newRoom();
        write(room, 2_000);
        List<Future<RecordMetadata>> written = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            written.add(writer.say(room, "flooder", "word " + i, TIME.plusMillis(100L * i)));
            written.add(writer.say(newRoom(), "r-" + i, "Everybody join us now", TIME));
        }
        writer.await(written);
        awaitNoLag();
        List<String> live = database.everything();
        assertTrue(live.stream().anyMatch(row -> row.startsWith("alert") && row.contains("flood")));
        assertTrue(live.stream().anyMatch(row -> row.startsWith("alert") && row.contains("raid")));
        List<String> again = readAgain();
        assertEquals(List.of(), difference(inPartitions(live), inPartitions(again)));
        assertEquals(List.of(), difference(again, readAgain()));
        assertMetricsAddUp();
    }

    @Test
    void aRetryThatReachedTheLogTwiceCountsOnce() {
        String room = newRoom();
        UUID id = UUID.randomUUID();
        double before = counter("duplicate");
        LogWriter.await(writer.send(id, room, "mira", "hello", TIME));
        awaitMessages(room, 1);
        LogWriter.await(writer.send(id, room, "mira", "hello", TIME.plusSeconds(70)));
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
    void theSameIdInAnotherRoomIsAnotherMessage() {
        String mine = newRoom();
        String theirs = newRoom();
        UUID id = UUID.randomUUID();
        LogWriter.await(writer.send(id, mine, "mallory", "hello", TIME));
        LogWriter.await(writer.send(id, theirs, "mira", "hello", TIME));
        LogWriter.await(writer.talk(mine, "mallory", TIME));
        LogWriter.await(writer.talk(theirs, "mira", TIME));
        awaitMessages(mine, 2);
        awaitMessages(theirs, 2);
        awaitNoLag();
        assertEquals(2, database.messages(mine));
        assertEquals(2, database.messages(theirs));
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
        assertEquals(Integer.toString(largest), Log.header(letter, "dlt-value-omitted"));
        assertEquals(Long.toString(written.offset()), Log.header(letter, "dlt-offset"));
        awaitNoLag();
    }

    @Test
    void aRecordWhoseHeadersAreTooLargeToBeCopiedIsWrittenOffByItsPlace() {
        String room = newRoom();
        int before = log.deadLetters().size();
        String large = "x".repeat(1_048_588 - 200);
        RecordMetadata written = LogWriter.await(writer.traced(room, "{", large));
        await().atMost(LIMIT).until(() -> log.deadLetters().size() == before + 1);
        ConsumerRecord<byte[], byte[]> letter = log.deadLetters().get(before);
        assertNull(letter.key());
        assertEquals("1", Log.header(letter, "dlt-value-omitted"));
        assertEquals(Long.toString(written.offset()), Log.header(letter, "dlt-offset"));
        awaitNoLag();
    }

    /** Reads the log from its beginning until its last minutes are judged. */
    private List<String> readAgain() {
        database.startOver();
        await().atMost(LIMIT).until(() -> database.number(JUDGED) == 1);
        awaitNoLag();
        return database.everything();
    }

    /**
     * All but the alerts over the whole backbone: those come when a minute is complete, and these
     * messages are of minutes that were complete before they were said.
     */
    private static List<String> inPartitions(List<String> rows) {
        return rows.stream().filter(row -> !row.contains(",backbone,")).toList();
    }

    /** The rows that only one of them has. */
    private static List<String> difference(List<String> before, List<String> after) {
        List<String> rows = new ArrayList<>();
        before.stream().filter(row -> !after.contains(row)).forEach(row -> rows.add("- " + row));
        after.stream().filter(row -> !before.contains(row)).forEach(row -> rows.add("+ " + row));
        return rows;
    }

    private void write(String prefix, int messages) {
        List<Future<RecordMetadata>> written = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            written.add(writer.talk(prefix + "-" + i % 10, "p-" + i % 7, TIME.plusSeconds(i)));
        }
        writer.await(written);
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
