package org.dungeontalk.tools.dlt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.dungeontalk.embedded.KafkaCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Dead letters of a real Kafka. */
class DltIT {

    private static final String LETTERS = "game-messages.db-writer.dlt";

    @TempDir static Path directory;

    private static KafkaCluster kafka;

    @BeforeAll
    static void start() throws Exception {
        kafka = KafkaCluster.start(directory.resolve("kafka"), 1);
        kafka.createTopic("game-messages", 3);
        kafka.createTopic(LETTERS, 2);
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(LETTERS, 1, bytes("tavern"), bytes("{"));
        letter.headers()
                .add("kind", bytes("chat"))
                .add("dlt-reason", bytes("the body is not JSON"));
        try (var producer =
                new KafkaProducer<>(
                        Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            producer.send(letter).get(30, TimeUnit.SECONDS);
        }
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void listsAndShowsALetterAndSendsItBackRepaired() throws Exception {
        Path file = directory.resolve("letter.json");
        assertEquals(0, run("list"));
        assertEquals(0, run("show", "1:0", "--out", file.toString()));
        assertEquals("{", Files.readString(file));
        Files.writeString(file, "{\"repaired\": true}");
        assertEquals(0, run("send", "1:0", "--value", file.toString()));

        List<DeadLetter> log = new ArrayList<>();
        new DeadLetters(settings(), "game-messages").each(log::add);
        assertEquals(1, log.size());
        assertArrayEquals(Files.readAllBytes(file), log.get(0).record().value());
        assertArrayEquals(bytes("tavern"), log.get(0).record().key());
        assertEquals("chat", log.get(0).header("kind").orElseThrow());
        assertNull(log.get(0).record().headers().lastHeader("dlt-reason"));
    }

    @Test
    void saysThatThereIsNoSuchLetter() {
        assertEquals(1, run("show", "0:0"));
        assertEquals(1, run("send", "1:7"));
        assertEquals(1, run("show", "99:0"));
        assertEquals(2, run("send", "first"));
        assertEquals(2, run());
        assertTrue(
                new DeadLetters(settings(), LETTERS)
                        .find(new DeadLetterPosition(1, 0))
                        .isPresent());
    }

    @Test
    void namesTheGroupsThatHaveLettersToWhoAsksForAnother() {
        StringWriter said = new StringWriter();
        assertEquals(2, run(said, "list", "--group", "nobody"));
        assertTrue(said.toString().contains("GROUP is one of: db-writer"), said::toString);
    }

    private static int run(String... arguments) {
        return run(new StringWriter(), arguments);
    }

    private static int run(StringWriter said, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (!all.isEmpty()) {
            all.addAll(List.of("--bootstrap", kafka.bootstrapServers()));
        }
        return new CommandLine(new DltCommand())
                .setErr(new PrintWriter(said, true))
                .execute(all.toArray(String[]::new));
    }

    private static Map<String, Object> settings() {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
