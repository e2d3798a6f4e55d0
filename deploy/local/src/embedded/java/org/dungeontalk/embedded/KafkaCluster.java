package org.dungeontalk.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/**
 * A real Kafka on this machine: one JVM per broker, KRaft in combined mode, bound to 127.0.0.1.
 * With three brokers every topic has three replicas and needs two in sync; with one broker, one.
 * The brokers end with this process, even if it is killed. The data stays in the data directory,
 * and a later start with the same number of brokers uses it; ports may differ between runs.
 *
 * <p>Brokers are numbered from 0. Any thread may call the methods. They block: a start for at most
 * {@link #START_LIMIT}, a stop for at most 10 s.
 */
public final class KafkaCluster implements AutoCloseable {

    /** How long a cluster or a broker may take until it answers. */
    public static final Duration START_LIMIT = Duration.ofSeconds(120);

    private final KafkaLayout layout;
    private final List<KafkaBroker> brokers;

    private KafkaCluster(KafkaLayout layout) {
        this.layout = layout;
        this.brokers =
                IntStream.range(0, layout.brokerPorts().size())
                        .mapToObj(i -> new KafkaBroker(i, layout))
                        .toList();
    }

    /** Starts 1 or 3 brokers on free ports and returns when all of them answer. */
    public static KafkaCluster start(Path dataDir, int brokers) {
        List<Integer> ports = Ports.free(2 * brokers);
        return start(
                new KafkaLayout(
                        dataDir,
                        dataDir,
                        ports.subList(0, brokers),
                        ports.subList(brokers, 2 * brokers)));
    }

    /**
     * Starts the brokers and returns when all of them answer.
     *
     * @throws IllegalStateException if the data directory was made for another number of brokers,
     *     or a broker ends or doesn't answer in time; then none of them runs
     */
    public static KafkaCluster start(KafkaLayout layout) {
        KafkaCluster cluster = new KafkaCluster(layout);
        try {
            String clusterId = cluster.clusterId();
            for (KafkaBroker broker : cluster.brokers) {
                broker.prepare(clusterId);
            }
            for (KafkaBroker broker : cluster.brokers) {
                broker.start();
            }
            cluster.awaitBrokers();
            return cluster;
        } catch (IOException e) {
            cluster.brokers.forEach(KafkaBroker::kill);
            throw new UncheckedIOException("Kafka could not be started", e);
        } catch (RuntimeException e) {
            cluster.brokers.forEach(KafkaBroker::kill);
            throw e;
        }
    }

    /**
     * One broker whose process runs, for a class loader other than the one that started it.
     *
     * @param layout as {@link #layout} of the cluster that started it
     * @param pid as {@link #pid} of broker 0
     */
    public static KafkaCluster running(KafkaLayout layout, long pid) {
        KafkaCluster cluster = new KafkaCluster(layout);
        ProcessHandle.of(pid).ifPresent(cluster.brokers.get(0)::takeOver);
        return cluster;
    }

    /** Directories and ports. */
    public KafkaLayout layout() {
        return layout;
    }

    /**
     * The bootstrap servers of clients: {@code 127.0.0.1:port} of every broker, or of the proxy
     * before it, separated by commas.
     */
    public String bootstrapServers() {
        return addresses(layout.clientPorts());
    }

    /** The brokers themselves, past the proxies before them. */
    public String directServers() {
        return addresses(layout.brokerPorts());
    }

    private static String addresses(List<Integer> ports) {
        return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    }

    /** The number of brokers of this cluster, running or not. */
    public int size() {
        return brokers.size();
    }

    /** The process id of a broker; -1 if it was never started. */
    public synchronized long pid(int broker) {
        return brokers.get(broker).pid();
    }

    /** Whether a broker's process runs. */
    public synchronized boolean isRunning(int broker) {
        return brokers.get(broker).isRunning();
    }

    /** Creates a topic with as many replicas as there are brokers, unless it exists. */
    public void createTopic(String name, int partitions) {
        createTopic(name, partitions, Map.of());
    }

    /**
     * Creates a topic with as many replicas as there are brokers, unless it exists, and returns
     * when it takes records.
     *
     * @param settings the topic's own settings, such as {@code retention.ms}
     * @throws IllegalStateException if Kafka refuses it or does not answer within 30 s
     */
    public void createTopic(String name, int partitions, Map<String, String> settings) {
        try (Admin admin = admin()) {
            KafkaTopics.create(admin, name, partitions, settings);
        }
    }

    /**
     * Creates a compacted topic with one partition, which keeps the newest record of each key. Does
     * nothing if it exists.
     */
    public void createCompactedTopic(String name) {
        createTopic(name, 1, KafkaTopics.COMPACTED);
    }

    /** Deletes a topic with all its records, and returns when Kafka has confirmed it. */
    public void deleteTopic(String name) {
        try (Admin admin = admin()) {
            KafkaTopics.delete(admin, name);
        }
    }

    /** Deletes all topics with their records, and all consumer groups, also those with members. */
    public void clear() {
        try (Admin admin = admin()) {
            KafkaTopics.deleteAll(admin);
        }
    }

    /** Adds partitions to a topic, up to {@code partitions} in all. */
    public void addPartitions(String name, int partitions) {
        try (Admin admin = admin()) {
            KafkaTopics.addPartitions(admin, name, partitions);
        }
    }

    /** Kills a broker (SIGKILL), and returns when its process has ended. Its data stays. */
    public synchronized void killBroker(int broker) {
        brokers.get(broker).kill();
    }

    /** Stops a broker in order, and returns when its process has ended. Its data stays. */
    public synchronized void stopBroker(int broker) {
        brokers.get(broker).askToStop();
        brokers.get(broker).awaitStop();
    }

    /**
     * Flips one bit of a partition's records on a broker that does not run: in the first occurrence
     * of the text. Consumers of that batch then find a wrong checksum.
     */
    public void damage(int broker, String topic, int partition, String text) {
        Path log = layout.dataDir().resolve("broker-" + broker).resolve("log");
        SegmentDamage.at(
                log.resolve(topic + "-" + partition).resolve("00000000000000000000.log"), text);
    }

    /**
     * Starts a stopped broker with its data and its port, and returns when the cluster counts it
     * again. If less than half of the brokers run, there is no cluster yet, and it returns at once.
     *
     * @return whether the cluster answers
     */
    public synchronized boolean startBroker(int broker) {
        if (brokers.get(broker).isRunning()) {
            return hasMajority();
        }
        try {
            brokers.get(broker).start();
        } catch (IOException e) {
            throw new UncheckedIOException("Broker " + broker + " could not be started", e);
        }
        if (hasMajority()) {
            awaitBrokers();
        }
        return hasMajority();
    }

    private boolean hasMajority() {
        return 2 * brokers.stream().filter(KafkaBroker::isRunning).count() > brokers.size();
    }

    /** Stops all brokers at once and in order. A broker that takes longer than 10 s is killed. */
    @Override
    public synchronized void close() {
        brokers.forEach(KafkaBroker::askToStop);
        brokers.forEach(KafkaBroker::awaitStop);
    }

    /** Waits until the cluster counts every broker whose process runs. */
    private void awaitBrokers() {
        List<Integer> wanted =
                brokers.stream().filter(KafkaBroker::isRunning).map(KafkaBroker::number).toList();
        try (Admin admin = admin()) {
            boolean ready =
                    Wait.until(
                            () -> {
                                wanted.forEach(this::checkRunning);
                                return answering(admin).containsAll(wanted);
                            },
                            START_LIMIT);
            if (!ready) {
                throw new IllegalStateException("Kafka did not answer within " + START_LIMIT);
            }
        }
    }

    private void checkRunning(int number) {
        KafkaBroker broker = brokers.get(number);
        if (!broker.isRunning()) {
            throw new IllegalStateException(
                    "Kafka broker %d ended at its start, see %s:%n%s"
                            .formatted(
                                    number,
                                    broker.log(),
                                    String.join("\n", LogTail.of(broker.log(), 20))));
        }
    }

    private static List<Integer> answering(Admin admin) {
        try {
            return admin.describeCluster().nodes().get(2, TimeUnit.SECONDS).stream()
                    .map(node -> node.id())
                    .toList();
        } catch (ExecutionException | TimeoutException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for Kafka", e);
        }
    }

    private Admin admin() {
        Properties settings = new Properties();
        settings.setProperty("bootstrap.servers", directServers());
        settings.setProperty("reconnect.backoff.max.ms", "200");
        return Admin.create(settings);
    }

    private String clusterId() throws IOException {
        Path file = layout.dataDir().resolve("cluster");
        String made = layout.brokerPorts().size() + " " + Uuid.randomUuid();
        if (!Files.exists(file)) {
            Files.createDirectories(layout.dataDir());
            Files.writeString(file, made);
        }
        String[] parts = Files.readString(file).trim().split(" ");
        if (Integer.parseInt(parts[0]) != layout.brokerPorts().size()) {
            throw new IllegalStateException(
                    "The data in %s belongs to a Kafka with %s broker(s), not %d"
                            .formatted(layout.dataDir(), parts[0], layout.brokerPorts().size()));
        }
        return parts[1];
    }
}
