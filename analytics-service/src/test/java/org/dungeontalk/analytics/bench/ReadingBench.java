package org.dungeontalk.analytics.bench;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.dungeontalk.analytics.LogWriter;
import org.dungeontalk.analytics.Settings;
import org.dungeontalk.analytics.anomaly.Observation;
import org.dungeontalk.analytics.decode.Decoded;
import org.dungeontalk.analytics.decode.RecordDecoder;
import org.dungeontalk.analytics.detection.DetectorFactory;
import org.dungeontalk.analytics.message.GameMessage;
import org.dungeontalk.analytics.message.Text;
import org.dungeontalk.analytics.partition.PartitionState;

/**
 * What a message costs the reading thread without Kafka and PostgreSQL: nanoseconds of the thread's
 * CPU for decoding, and for everything the state of its partition does with it. Other threads, the
 * JIT compiler's and the collector's, are not in it. Arguments: messages, rounds.
 */
public final class ReadingBench {

    private static final int PARTITIONS = 30;
    private static final int ROOMS = 2_000;
    private static final int AT_ONCE = 333;
    private static final byte[] KIND = "chat".getBytes(StandardCharsets.UTF_8);

    private ReadingBench() {}

    private record Raw(byte[] key, byte[] body) {}

    public static void main(String[] arguments) {
        int messages = Integer.parseInt(arguments[0]);
        List<List<Raw>> log = log(messages);
        for (int round = 0; round < Integer.parseInt(arguments[1]); round++) {
            round(log, messages);
        }
    }

    private static List<List<Raw>> log(int messages) {
        Random random = new Random(20261127);
        Script script = new Script(20261127);
        Instant start = Instant.parse("2026-11-27T18:00:00Z");
        List<List<Raw>> log =
                IntStream.range(0, PARTITIONS).<List<Raw>>mapToObj(i -> new ArrayList<>()).toList();
        for (int i = 0; i < messages; i++) {
            int room = random.nextInt(ROOMS);
            String body =
                    LogWriter.body(
                            UUID.randomUUID(),
                            "room-" + room,
                            "p-" + (room * 5 + random.nextInt(5)),
                            "TALK",
                            script.sentence(4 + random.nextInt(16)),
                            start.plusMillis(i * 3_600_000L / messages));
            log.get(room % PARTITIONS)
                    .add(
                            new Raw(
                                    ("room-" + room).getBytes(StandardCharsets.UTF_8),
                                    body.getBytes(StandardCharsets.UTF_8)));
        }
        return log;
    }

    /** As from a poll of the service: some records of each partition in turn. */
    private static void round(List<List<Raw>> log, int messages) {
        RecordDecoder decoder = new RecordDecoder();
        DetectorFactory rules = new DetectorFactory(Settings.of(Map.of()));
        List<PartitionState> states =
                IntStream.range(0, PARTITIONS).mapToObj(i -> rules.partition("bench", i)).toList();
        int longest = log.stream().mapToInt(List::size).max().orElse(0);
        long decoding = 0;
        long observing = 0;
        long rows = 0;
        for (int from = 0; from < longest; from += AT_ONCE) {
            for (int i = 0; i < PARTITIONS; i++) {
                List<Raw> records = log.get(i);
                int to = Math.min(from + AT_ONCE, records.size());
                List<Raw> batch = records.subList(Math.min(from, to), to);
                long begun = cpu();
                List<GameMessage> decoded = new ArrayList<>(batch.size());
                for (Raw raw : batch) {
                    if (decoder.decode(KIND, raw.key(), raw.body(), Long.MAX_VALUE)
                            instanceof Decoded.Readable readable) {
                        decoded.add(readable.message());
                    }
                }
                long between = cpu();
                PartitionState state = states.get(i);
                long offset = from;
                for (GameMessage message : decoded) {
                    state.observe(new Observation(offset++, message, Text.of(message.content())));
                }
                rows += state.takeEffects().activity().size();
                decoding += between - begun;
                observing += cpu() - between;
            }
        }
        System.out.printf(
                "ns a message: decoding %d, observing %d; rows a message %.2f%n",
                decoding / messages, observing / messages, (double) rows / messages);
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
