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
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.dungeontalk.analytics.Stack;

/**
 * The least that can be done with the log: a KafkaConsumer that counts records, in a process of its
 * own, with the JVM's flags and the fetch sizes of the service. Bytes stay bytes, as in the
 * service: strings would only make the yardstick slower.
 */
public final class BareConsumer {

    private BareConsumer() {}

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
                consumer.seekToBeginning(partitions);
                long before = system.getProcessCpuTime();
                for (int seen = 0; seen < messages; ) {
                    seen += consumer.poll(Duration.ofMillis(100)).count();
                }
                System.out.println(system.getProcessCpuTime() - before);
            }
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
    static List<Double> run(String bootstrapServers, int messages, int rounds, List<String> flags)
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
                                        Integer.toString(rounds)))
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
