package org.dungeontalk.analytics;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.dungeontalk.embedded.KafkaCluster;
import org.dungeontalk.embedded.PostgresServer;
import org.junit.jupiter.api.Test;

/**
 * Three instances share the partitions and are killed in turn while they count, keeping up with the
 * log and far behind it. What is counted in the end is what was written, row by row, as this test
 * works it out by itself: messages per minute, every player's first message, one flood of everybody
 * who floods. Reading the log again from its beginning gives every row again, also stays, and
 * alerts with their ids. {@code -Dkills=20} kills more often.
 */
class ServiceKilledIT {

    private static final int ROUNDS = Integer.getInteger("kills", 4);
    private static final int MESSAGES = 3_000;
    private static final int BACKLOG_ROUNDS = 14;
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Instant TIME =
            Instant.now().truncatedTo(ChronoUnit.HOURS).minus(3, ChronoUnit.HOURS);

    private final Random random = new Random(20261122);
    private final Map<String, Integer> expected = new HashMap<>();
    private final Map<String, Instant> firstMessages = new HashMap<>();
    private final Set<String> flooders = new HashSet<>();
    private final List<Future<RecordMetadata>> written = new ArrayList<>();

    private LogWriter writing;

    @Test
    void countsExactlyHoweverOftenItIsKilledAndThePartitionsMove() {
        Path data = Path.of("target", "killed", Long.toString(ProcessHandle.current().pid()));
        try (KafkaCluster kafka = KafkaCluster.start(data.resolve("kafka"), 1);
                PostgresServer postgres = PostgresServer.start(data.resolve("postgres"));
                LogWriter writer = new LogWriter(kafka.bootstrapServers())) {
            Stack.createTopics(kafka);
            List<ServiceProcess> instances =
                    List.of(
                            new ServiceProcess(kafka, postgres, data.resolve("first.log")),
                            new ServiceProcess(kafka, postgres, data.resolve("second.log")),
                            new ServiceProcess(kafka, postgres, data.resolve("third.log")));
            try {
                killInTurn(instances, writer, new Database(postgres));
            } finally {
                instances.forEach(ServiceProcess::kill);
            }
        }
    }

    private void killInTurn(List<ServiceProcess> instances, LogWriter writer, Database database) {
        writing = writer;
        instances.forEach(ServiceProcess::start);
        for (int round = 0; round < ROUNDS; round++) {
            int before = expected.values().stream().mapToInt(messages -> messages).sum();
            write(writer, round);
            int killAt = before + 1 + random.nextInt(MESSAGES / 2);
            await().pollInterval(Duration.ofMillis(5))
                    .atMost(LIMIT)
                    .until(() -> database.messages() >= killAt);
            ServiceProcess victim = instances.get(round % instances.size());
            assertTrue(victim.isRunning());
            victim.kill();
            victim.start();
        }
        killOverABacklog(instances, writer, database);
        int total = expected.values().stream().mapToInt(messages -> messages).sum();
        await().atMost(LIMIT).until(() -> database.messages() >= total);
        assertEquals(expected, database.activity());
        assertEquals(firstMessages, firstMessages(database));
        List<String> floods =
                database.texts(
                        "SELECT subject_id FROM analytics.alert"
                                + " WHERE kind = 'flood' AND subject_id LIKE 'flooder-%'");
        assertEquals(flooders, Set.copyOf(floods));
        assertEquals(flooders.size(), floods.size());
        List<String> once = everything(database);
        for (String kind : List.of("flood", "raid", "repeat")) {
            assertTrue(once.stream().anyMatch(row -> row.contains("," + kind + ",")), kind);
        }
        database.startOver();
        await().atMost(LIMIT).until(() -> database.messages() >= total);
        await().atMost(LIMIT).untilAsserted(() -> assertEquals(once, everything(database)));
    }

    /**
     * Each of them finds so much that it gathers it into large transactions, and is killed then.
     */
    private void killOverABacklog(
            List<ServiceProcess> instances, LogWriter writer, Database database) {
        instances.forEach(ServiceProcess::kill);
        for (int round = ROUNDS; round < ROUNDS + BACKLOG_ROUNDS; round++) {
            write(writer, round);
        }
        writer.await(written);
        instances.forEach(ServiceProcess::start);
        for (ServiceProcess victim : instances) {
            long killAt = database.messages() + 1 + random.nextInt(BACKLOG_ROUNDS * MESSAGES / 6);
            await().pollInterval(Duration.ofMillis(5))
                    .atMost(LIMIT)
                    .until(() -> database.messages() >= killAt);
            victim.kill();
            victim.start();
        }
    }

    /**
     * All rows but silences and drops: those are judged by the clock, 40 seconds after a minute,
     * and these messages are logged hours after their time.
     */
    private static List<String> everything(Database database) {
        return database.everything().stream()
                .filter(row -> !row.contains(",backbone,backbone,"))
                .toList();
    }

    private static Map<String, Instant> firstMessages(Database database) {
        Map<String, Instant> found = new HashMap<>();
        database.texts(
                        "SELECT (extract(epoch FROM first_at) * 1000)::bigint || ' ' || player_id"
                                + " FROM analytics.player")
                .forEach(
                        row -> {
                            String[] parts = row.split(" ");
                            found.put(parts[1], Instant.ofEpochMilli(Long.parseLong(parts[0])));
                        });
        return found;
    }

    /** Every other message has an id of its sender's, every fiftieth is sent again with it. */
    private void write(LogWriter writer, int round) {
        for (int i = 0; i < MESSAGES; i++) {
            String room = "room-" + random.nextInt(60);
            String player = "p-" + random.nextInt(40);
            Instant createdAt = TIME.plusSeconds(round * 60L + i % 60);
            UUID id = UUID.randomUUID();
            if (i % 2 == 0) {
                written.add(writer.send(id, room, player, "hello", createdAt));
            } else {
                written.add(writer.talk(room, player, createdAt));
            }
            if (i % 50 == 0) {
                written.add(writer.send(id, room, player, "hello", createdAt));
            }
            expect(createdAt, room, player);
            if (i % 300 == 0) {
                trouble(createdAt, round * 100 + i / 300);
            }
        }
    }

    /**
     * A flood, a parrot and a raid over many rooms, dense enough to lie on both sides of a kill.
     */
    private void trouble(Instant at, int number) {
        flooders.add("flooder-" + number);
        for (int i = 0; i < 12; i++) {
            Instant then = at.plusMillis(i * 300L);
            say("room-" + number % 60, "flooder-" + number, "word " + i, then);
            say("room-" + number % 60, "parrot-" + number, "Buy my golden sword", then);
            say("room-" + (number + i) % 60, "raider-" + i, "All join raid number " + number, then);
        }
    }

    private void say(String room, String player, String text, Instant at) {
        written.add(writing.say(room, player, text, at));
        expect(at, room, player);
    }

    private void expect(Instant at, String room, String player) {
        String minute =
                at.truncatedTo(ChronoUnit.MINUTES).toString().replace("T", " ").replace("Z", "");
        firstMessages.merge(player, at, (one, other) -> one.isBefore(other) ? one : other);
        expected.merge(minute + " chat " + room + " " + player, 1, Integer::sum);
    }
}
