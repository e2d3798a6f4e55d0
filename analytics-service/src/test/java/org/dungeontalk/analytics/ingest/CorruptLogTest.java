package org.dungeontalk.analytics.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.dungeontalk.analytics.Log;
import org.dungeontalk.analytics.LogWriter;
import org.dungeontalk.analytics.ServiceTest;
import org.dungeontalk.analytics.Stack;
import org.junit.jupiter.api.Test;

/** A byte of a segment rots while the broker is down. */
@QuarkusTest
@WithTestResource(CorruptLogTest.OwnStack.class)
class CorruptLogTest extends ServiceTest {

    /**
     * A Kafka of its own, because the damage stays in the log. A broker that is killed later cuts
     * the log off there, and other tests would lose messages.
     */
    public static final class OwnStack extends Stack {
        @Override
        protected boolean isShared() {
            return false;
        }

        @Override
        protected Path data() {
            return DATA;
        }
    }

    private static final Path DATA =
            Path.of("target", "stack", ProcessHandle.current().pid() + "-corrupt");

    private static final Instant TIME = Instant.parse("2026-11-22T18:44:05.123Z");

    @Test
    void goesPastWhatCantBeReadAndAgainWhenTheLogIsCountedAgain() throws Exception {
        String room = newRoom();
        int before = log.deadLetters().size();
        awaitNoLag();
        LogWriter.await(writer.say(room, "mira", "before", TIME));
        RecordMetadata corrupt = LogWriter.await(writer.say(room, "mira", "rotting", TIME));
        LogWriter.await(writer.say(room, "mira", "after", TIME));
        String other = newRoom();
        LogWriter.await(writer.talk(other, "mira", TIME));
        awaitMessages(room, 3);
        awaitMessages(other, 1);
        restartBrokerWith(corrupt, "rotting");
        writer.close();
        writer = new LogWriter(kafka.bootstrapServers());
        LogWriter.await(writer.say(room, "mira", "still here", TIME));
        LogWriter.await(writer.talk(other, "mira", TIME.plusSeconds(1)));
        awaitMessages(other, 2);
        awaitMessages(room, 4);
        awaitNoLag();
        database.startOver();
        LogWriter.await(writer.say(room, "mira", "and here", TIME));
        awaitMessages(room, 4);
        awaitMessages(other, 2);
        awaitNoLag();
        awaitHealth("ready", 200);
        List<ConsumerRecord<byte[], byte[]>> letters = log.deadLetters();
        ConsumerRecord<byte[], byte[]> letter = letters.get(letters.size() - 1);
        assertTrue(letters.size() > before);
        assertEquals(Long.toString(corrupt.offset()), Log.header(letter, "dlt-offset"));
        assertEquals(Integer.toString(corrupt.partition()), Log.header(letter, "dlt-partition"));
        assertTrue(Log.header(letter, "dlt-reason").contains("can't be read"));
        assertEquals(Long.toString(corrupt.offset()), Log.header(letter, "dlt-last-offset"));
        assertTrue(counter("unreadable") > 0);
        assertMetricsAddUp();
    }

    private void restartBrokerWith(RecordMetadata position, String text) throws IOException {
        ProcessHandle broker = ProcessHandle.of(kafka.pid(0)).orElseThrow();
        broker.destroy();
        broker.onExit().join();
        Path segment = segment(position.partition());
        byte[] bytes = Files.readAllBytes(segment);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(at);
            file.write('#');
        }
        kafka.startBroker(0);
    }

    private static Path segment(int partition) throws IOException {
        try (Stream<Path> files = Files.walk(DATA.resolve("kafka"))) {
            return files.filter(
                            file ->
                                    file.endsWith(
                                            Path.of(
                                                    "game-messages-" + partition,
                                                    "00000000000000000000.log")))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
