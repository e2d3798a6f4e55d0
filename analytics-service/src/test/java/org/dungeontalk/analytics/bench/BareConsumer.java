package org.dungeontalk.analytics.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.dungeontalk.analytics.Settings;
import org.dungeontalk.analytics.Stack;
import org.dungeontalk.analytics.anomaly.Observation;
import org.dungeontalk.analytics.decode.Decoded.Readable;
import org.dungeontalk.analytics.decode.RecordDecoder;
import org.dungeontalk.analytics.detection.DetectorFactory;
import org.dungeontalk.analytics.message.GameMessage;
import org.dungeontalk.analytics.message.Text;
import org.dungeontalk.analytics.partition.PartitionState;

/**
 * The least that can be done with the log: a KafkaConsumer that counts records, in a process of its
 * own, with the JVM's flags and the fetch sizes of the service. Bytes stay bytes, as in the
 * service: strings would only make the yardstick slower. On demand it does more of what the service
 * does, to show where that leaves the yardstick.
 */
public final class BareConsumer {

    private static final byte[] KIND = "chat".getBytes(StandardCharsets.UTF_8);

    /** How much is done with a record. */
    enum Work {
        /** It is counted: the yardstick. */
        COUNT,
        /** Its body is decoded as well. */
        DECODE,
        /** The detectors see it as well; nothing is written. */
        DETECT
    }

    private final Work does;
    private final RecordDecoder decoder = new RecordDecoder();
    private final List<PartitionState> states;

    private BareConsumer(Work does) {
        DetectorFactory rules = new DetectorFactory(Settings.of(Map.of()));
        this.does = does;
        this.states =
                IntStream.range(0, Stack.PARTITIONS)
                        .mapToObj(number -> rules.partition("bench", number))
                        .toList();
    }

    /** Reads the log again and again; a line for each round, nanoseconds of CPU it took. */
    public static void main(String[] arguments) {
        int messages = Integer.parseInt(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        List<TopicPartition> partitions =
                IntStream.range(0, Stack.PARTITIONS)
                        .mapToObj(number -> new TopicPartition("game-messages", number))
                        .toList();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(arguments[0])) {
            consumer.assign(partitions);
            for (int round = 0; round < rounds; round++) {
                BareConsumer bare = new BareConsumer(Work.valueOf(arguments[3]));
                consumer.seekToBeginning(partitions);
                long before = system.getProcessCpuTime();
                for (int seen = 0; seen < messages; ) {
                    seen += bare.take(consumer.poll(Duration.ofMillis(100)));
                }
                System.out.println(system.getProcessCpuTime() - before);
            }
        }
    }

    private int take(ConsumerRecords<byte[], byte[]> records) {
        if (does != Work.COUNT) {
            records.forEach(this::take);
            states.forEach(PartitionState::takeEffects);
        }
        return records.count();
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (decoder.decode(KIND, record.key(), record.value(), record.timestamp())
                        instanceof Readable readable
                && does == Work.DETECT) {
            GameMessage message = readable.message();
            states.get(record.partition())
                    .observe(new Observation(record.offset(), message, Text.of(message.content())));
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "max.poll.records", 10_000,
                        "fetch.max.bytes", 4 << 20,
                        "fetch.min.bytes", 65_536,
                        "fetch.max.wait.ms", 100),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Events per CPU second of each round, in a process with these flags. */
    static List<Double> run(
            String bootstrapServers, int messages, int rounds, List<String> flags, Work does)
            throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command =
                Stream.of(
                                Stream.of(java.toString()),
                                flags.stream(),
                                Stream.of(
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        BareConsumer.class.getName(),
                                        bootstrapServers,
                                        Integer.toString(messages),
                                        Integer.toString(rounds),
                                        does.name()))
                        .flatMap(part -> part)
                        .toList();
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        List<Double> rates = new ArrayList<>();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.matches("\\d+")) {
                    rates.add(messages * 1e9 / Long.parseLong(line));
                }
            }
        }
        return rates;
    }
}
