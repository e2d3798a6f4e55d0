package org.dungeontalk.analytics;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.dungeontalk.embedded.KafkaCluster;
import org.dungeontalk.embedded.PostgresServer;
import org.junit.jupiter.api.Test;

/**
 * Two instances share the partitions and are killed in turn while they count. What is counted in
 * the end is the log, row by row.
 */
class ServiceKilledIT {

    private static final int ROUNDS = 4;
    private static final int MESSAGES = 3_000;
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Instant TIME = Instant.parse("2026-11-22T18:00:00Z");

    private final Random random = new Random(20261122);
    private final Map<String, Integer> expected = new HashMap<>();
    private final List<Future<RecordMetadata>> written = new ArrayList<>();

    @Test
    void countsExactlyHoweverOftenItIsKilledAndThePartitionsMove() {
        Path data = Path.of("target", "killed", Long.toString(ProcessHandle.current().pid()));
        try (KafkaCluster kafka = KafkaCluster.start(data.resolve("kafka"), 1);
                PostgresServer postgres = PostgresServer.start(data.resolve("postgres"));
                LogWriter writer = new LogWriter(kafka.bootstrapServers())) {
            kafka.createTopic("game-messages", Stack.PARTITIONS);
            kafka.createTopic("game-messages.analytics.dlt", 1);
            List<ServiceProcess> instances =
                    List.of(
                            new ServiceProcess(kafka, postgres, data.resolve("first.log")),
                            new ServiceProcess(kafka, postgres, data.resolve("second.log")));
            try {
                killInTurn(instances, writer, new Database(postgres));
            } finally {
                instances.forEach(ServiceProcess::kill);
            }
        }
    }

    private void killInTurn(List<ServiceProcess> instances, LogWriter writer, Database database) {
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
        writer.await(written);
        int total = expected.values().stream().mapToInt(messages -> messages).sum();
        await().atMost(LIMIT).until(() -> database.messages() >= total);
        assertEquals(expected, database.activity());
    }

    /** Every fiftieth message is written twice, as by a client that retries. */
    private void write(LogWriter writer, int round) {
        for (int i = 0; i < MESSAGES; i++) {
            String room = "room-" + random.nextInt(60);
            String player = "p-" + random.nextInt(40);
            Instant createdAt = TIME.plusSeconds(round * 60L + i % 60);
            String body = LogWriter.talk(UUID.randomUUID(), room, player, createdAt);
            written.add(writer.write("chat", room, body));
            if (i % 50 == 0) {
                written.add(writer.write("chat", room, body));
            }
            String row = "2026-11-22 18:0%d:00 chat %s %s".formatted(round, room, player);
            expected.merge(row, 1, Integer::sum);
        }
    }
}
