package org.dungeontalk.analytics.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.dungeontalk.analytics.Database;
import org.dungeontalk.analytics.LogWriter;
import org.dungeontalk.analytics.ServiceProcess;
import org.dungeontalk.analytics.Stack;
import org.dungeontalk.embedded.KafkaCluster;
import org.dungeontalk.embedded.PostgresServer;

/**
 * What the built service costs and how fast it tells. Events per CPU second of its process against
 * {@link BareConsumer}, both warm, in one run, with the collector of the service's image; and the
 * time from a message in the log to its alert in {@code game-alerts}. Also messages per second of
 * wall clock, and the rows that PostgreSQL writes and its CPU for each. With {@code -Dladder=true}
 * the bare consumer also decodes, and detects. Arguments: messages, alerts.
 */
public final class ServiceBench {

    private static final int ROUNDS = Integer.getInteger("rounds", 4);

    /** Whether senders choose the ids, as the players' page does and today's client doesn't. */
    private static final boolean CHOSEN = Boolean.getBoolean("chosen");

    private static final int ROOMS = Integer.getInteger("rooms", 2_000);
    private static final int PLAYERS = 5 * ROOMS;

    /** Messages of a player that make a flood. */
    private static final int FLOOD = 10;

    /** What the bare consumer is let do beside, each in a process of its own. */
    private static final List<BareConsumer.Work> ALSO =
            Boolean.getBoolean("ladder")
                    ? List.of(BareConsumer.Work.DECODE, BareConsumer.Work.DETECT)
                    : List.of();

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final List<String> FLAGS =
            List.of(System.getProperty("flags", "-XX:+UseSerialGC -Xmx512m").split(" "));
    private static final Pattern PLAYER =
            Pattern.compile("\"type\":\"player\",\"id\":\"(late-\\d+)\"");

    private final KafkaCluster kafka;
    private final PostgresServer postgres;
    private final Database database;
    private final Random random = new Random(20261122);
    private final Script script = new Script(20261122);
    private final List<Double> wall = new ArrayList<>();

    private ServiceBench(KafkaCluster kafka, PostgresServer postgres) {
        this.kafka = kafka;
        this.postgres = postgres;
        this.database = new Database(postgres);
    }

    public static void main(String[] arguments) throws Exception {
        int messages = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000_000;
        int alerts = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200;
        Path data = Path.of("target", "bench", Long.toString(ProcessHandle.current().pid()));
        try (KafkaCluster kafka = KafkaCluster.start(data.resolve("kafka"), 1);
                PostgresServer postgres = PostgresServer.start(data.resolve("postgres"));
                LogWriter writer = new LogWriter(kafka.bootstrapServers())) {
            Stack.createTopics(kafka);
            ServiceBench bench = new ServiceBench(kafka, postgres);
            bench.fill(writer, messages);
            double bare = bare(kafka, messages, BareConsumer.Work.COUNT);
            for (BareConsumer.Work more : ALSO) {
                System.out.printf("  ratio %.2f%n", bare(kafka, messages, more) / bare);
            }
            ServiceProcess service =
                    new ServiceProcess(kafka, postgres, data.resolve("service.log"), FLAGS);
            service.start();
            try {
                double counted = warm("service", bench.counted(service, messages));
                System.out.printf(
                        "events per CPU second: bare consumer %,.0f, service %,.0f, ratio %.2f%n",
                        bare, counted, counted / bare);
                warm("service, messages per second of wall clock", bench.wall);
                System.out.printf(
                        "PostgreSQL: %.1f microseconds of CPU per message%n",
                        bench.database.cpu().toNanos() / 1e3 / ROUNDS / messages);
                bench.latency(writer, alerts);
            } finally {
                service.kill();
            }
            bench.printRows((long) ROUNDS * messages + alerts * FLOOD);
        }
    }

    private static double bare(KafkaCluster kafka, int messages, BareConsumer.Work does)
            throws IOException {
        return warm(
                "bare consumer, " + does,
                BareConsumer.run(kafka.bootstrapServers(), messages, ROUNDS, FLAGS, does));
    }

    /** Talk of an hour, 4 to 20 words a message. */
    private void fill(LogWriter writer, int messages) {
        Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(3_600);
        List<Future<RecordMetadata>> written = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            int room = random.nextInt(ROOMS);
            String player = "p-" + (room * 5 + random.nextInt(PLAYERS / ROOMS));
            String text = script.sentence(4 + random.nextInt(16));
            Instant at = start.plusMillis(i * 3_600_000L / messages);
            written.add(
                    CHOSEN
                            ? writer.send(UUID.randomUUID(), "room-" + room, player, text, at)
                            : writer.say("room-" + room, player, text, at));
            if (written.size() == 50_000) {
                writer.await(written);
                written.clear();
            }
        }
        writer.await(written);
    }

    /** The log read again and again, as the bare consumer does. */
    private List<Double> counted(ServiceProcess service, int messages) {
        List<Double> rates = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            if (round > 0) {
                database.startOver();
            }
            await(() -> database.messages() >= 0);
            Duration before = service.cpu();
            await(() -> database.counted() > 0);
            long first = database.counted();
            long began = System.nanoTime();
            await(() -> database.counted() >= messages);
            wall.add((messages - first) * 1e9 / (System.nanoTime() - began));
            rates.add(messages * 1e9 / service.cpu().minus(before).toNanos());
        }
        return rates;
    }

    /**
     * Rows inserted or updated in PostgreSQL for each message, by table. A server process reports
     * what it wrote at the latest when its connection ends.
     */
    private void printRows(long messages) {
        await(() -> database.connections("analytics-service") == 0);
        Map<String, Long> written = database.rowsWritten();
        System.out.printf(
                "rows written per message: %.3f (%s)%n",
                written.values().stream().mapToLong(rows -> rows).sum() / (double) messages,
                written.entrySet().stream()
                        .filter(table -> table.getValue() * 2_000 >= messages)
                        .map(
                                table ->
                                        "%s %.3f"
                                                .formatted(
                                                        table.getKey(),
                                                        table.getValue() / (double) messages))
                        .collect(Collectors.joining(", ")));
    }

    /** The median of the second half: what a process does that has been at it for a while. */
    private static double warm(String who, List<Double> rates) {
        System.out.printf(
                "%s, round by round:%s%n",
                who, rates.stream().map(" %,.0f"::formatted).collect(Collectors.joining()));
        List<Double> half =
                rates.subList(rates.size() / 2, rates.size()).stream().sorted().toList();
        return (half.get((half.size() - 1) / 2) + half.get(half.size() / 2)) / 2;
    }

    /** The last message of a flood is what makes it one. */
    private void latency(LogWriter writer, int alerts) {
        Map<String, Long> logged = new HashMap<>();
        List<Long> took = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            TopicPartition told = new TopicPartition("game-alerts", 0);
            consumer.assign(List.of(told));
            consumer.seekToEnd(List.of(told));
            consumer.position(told);
            for (int i = 0; i < alerts; i++) {
                String player = "late-" + i;
                for (int j = 0; j < FLOOD; j++) {
                    LogWriter.await(
                            writer.say(
                                    "room-" + i % ROOMS,
                                    player,
                                    "word " + UUID.randomUUID(),
                                    Instant.now()));
                }
                logged.put(player, System.nanoTime());
                collect(consumer, logged, took, Duration.ofMillis(20));
            }
            await(
                    () -> {
                        collect(consumer, logged, took, Duration.ofMillis(20));
                        return logged.isEmpty();
                    });
        }
        took.sort(null);
        System.out.printf(
                "from the log to game-alerts, %d alerts: p50 %d ms, p99 %d ms, most %d ms%n",
                took.size(),
                took.get(took.size() / 2),
                took.get(took.size() * 99 / 100),
                took.get(took.size() - 1));
    }

    private static void collect(
            KafkaConsumer<byte[], byte[]> consumer,
            Map<String, Long> logged,
            List<Long> took,
            Duration wait) {
        consumer.poll(wait)
                .forEach(
                        record -> {
                            Matcher player =
                                    PLAYER.matcher(
                                            new String(record.value(), StandardCharsets.UTF_8));
                            Long at = player.find() ? logged.remove(player.group(1)) : null;
                            if (at != null) {
                                took.add((System.nanoTime() - at) / 1_000_000);
                            }
                        });
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(50))
                .atMost(LIMIT)
                .until(condition::holds);
    }
}
