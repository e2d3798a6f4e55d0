package org.dungeontalk.persistence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Row K10 of the faults: records that can't be stored, between valid ones. */
@QuarkusTest
@WithTestResource(Backbone.class)
class PoisonTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Database database = new Database(Backbone.postgres());
    private Log log;

    @BeforeEach
    void open() {
        log = new Log(Backbone.kafka().bootstrapServers());
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void skipsMalformedRecordsAndStoresTheRest() {
        String room = Bodies.room();
        List<Runnable> poison =
                List.of(
                        () -> log.write("chat", room, ""),
                        () -> log.write("chat", room, "{"),
                        () -> log.write("chat", room, "[]"),
                        () -> log.write("chat", room, "\"text\""),
                        () -> log.write("chat", room, "not json"),
                        () -> log.write("chat", room, (String) null),
                        () -> log.write("chat", null, Bodies.chat(room, "no key").toString()),
                        () -> log.write("chat", "other", Bodies.chat(room, "wrong key").toString()),
                        () -> log.write("shout", room, Bodies.chat(room, "kind").toString()),
                        () -> log.write(null, room, Bodies.chat(room, "no kind").toString()),
                        () -> log.write("chat", Log.bytes(room), new byte[] {(byte) 0xff, 0}),
                        () -> log.write("chat", room, "[".repeat(100_000)),
                        () -> log.write("chat", room, " ".repeat(1_000_000)));
        for (int i = 0; i < poison.size(); i++) {
            poison.get(i).run();
            log.write("chat", room, Bodies.chat(room, "good " + i).toString());
        }
        List<RecordMetadata> places = new ArrayList<>();
        List<RecordMetadata> all = log.flush();
        for (int i = 0; i < all.size(); i += 2) {
            places.add(all.get(i));
        }

        await().atMost(LIMIT).until(() -> database.rows(room) == poison.size());
        for (RecordMetadata place : places) {
            DeadLetterHeaders headers = DeadLetterHeaders.of(letterOf(place));
            assertEquals("game-messages", headers.topic());
            assertEquals("db-writer", headers.group());
        }
        await().atMost(LIMIT).until(() -> log.lag("db-writer") == 0);
        List<String> expected =
                IntStream.range(0, poison.size()).mapToObj(i -> "good " + i).toList();
        assertEquals(expected, database.contents(room));
    }

    @Test
    void keepsKeyValueAndHeadersOfADeadLetter() {
        byte[] key = Log.bytes("방");
        byte[] value = {0, 1, 2, (byte) 0xfe};
        log.write("chat", key, value);
        ConsumerRecord<byte[], byte[]> letter = letterOf(log.flush().get(0));
        assertArrayEquals(key, letter.key());
        assertArrayEquals(value, letter.value());
        assertArrayEquals(Log.bytes("chat"), letter.headers().lastHeader("kind").value());
        assertEquals(
                List.of(
                        "kind",
                        "dlt-reason",
                        "dlt-topic",
                        "dlt-partition",
                        "dlt-offset",
                        "dlt-group"),
                Stream.of(letter.headers().toArray()).map(Header::key).toList());
    }

    @Test
    void deadLettersARecordWhoseHeadersAreTooLargeByItsPlace() {
        byte[] large = new byte[1_048_588 - 150];
        new Random(1).nextBytes(large);
        String room = Bodies.room();
        log.writeBytes("chat", Log.bytes(room), Log.bytes("{"), Map.of("large", large));
        log.write("chat", room, Bodies.chat(room, "good").toString());
        ConsumerRecord<byte[], byte[]> letter = letterOf(log.flush().get(0));
        assertNull(letter.key());
        assertNull(letter.value());
        assertNull(letter.headers().lastHeader("large"));
        assertNotNull(DeadLetterHeaders.of(letter).reason());
        await().atMost(LIMIT).until(() -> database.rows(room) == 1);
    }

    @Test
    void deadLettersARecordThatIsTooLargeWithItsReason() {
        byte[] value = new byte[1_048_450];
        new Random(1).nextBytes(value);
        log.write("chat", Log.bytes("room"), value);
        ConsumerRecord<byte[], byte[]> letter = letterOf(log.flush().get(0));
        assertNull(letter.value());
        assertEquals(
                "1048450",
                new String(
                        letter.headers().lastHeader("dlt-value-omitted").value(),
                        StandardCharsets.UTF_8));
    }

    @Test
    void findsTheOneRowThatTheDatabaseRefuses() {
        String room = Bodies.room();
        database.execute(
                "ALTER TABLE persistence.message ADD CONSTRAINT test_refuses"
                        + " CHECK (content <> 'refused') NOT VALID");
        try {
            for (int i = 0; i < 40; i++) {
                String content = i == 17 ? "refused" : "good " + i;
                log.write("chat", room, Bodies.chat(room, content).toString());
            }
            RecordMetadata refused = log.flush().get(17);
            await().atMost(LIMIT).until(() -> database.rows(room) == 39);
            assertEquals(
                    "PostgreSQL can't store the record: SQLSTATE 23514",
                    DeadLetterHeaders.of(letterOf(refused)).reason());
        } finally {
            database.execute("ALTER TABLE persistence.message DROP CONSTRAINT test_refuses");
        }
    }

    private ConsumerRecord<byte[], byte[]> letterOf(RecordMetadata place) {
        return await().atMost(LIMIT)
                .until(
                        () ->
                                log.deadLetters().stream()
                                        .filter(letter -> isOf(letter, place))
                                        .findFirst(),
                        letter -> letter.isPresent())
                .orElseThrow();
    }

    private static boolean isOf(ConsumerRecord<byte[], byte[]> letter, RecordMetadata place) {
        DeadLetterHeaders headers = DeadLetterHeaders.of(letter);
        return headers.offset() == place.offset() && headers.partition() == place.partition();
    }
}
