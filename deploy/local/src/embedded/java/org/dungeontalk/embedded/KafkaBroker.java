package org.dungeontalk.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One broker of a {@link KafkaCluster}: a JVM that is broker and controller in one, with its own
 * directory. System property {@code kafka.jvm} has more flags for it. Not thread-safe; the cluster
 * guards it.
 */
final class KafkaBroker {

    private static final List<String> FLAGS =
            List.of(
                    "-Xms192m",
                    "-Xmx192m",
                    "-XX:+UseSerialGC",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-Djava.util.logging.manager=java.util.logging.LogManager",
                    "-Djava.util.logging.SimpleFormatter.format=%1$tF %1$tT.%1$tL %4$s [%3$s]"
                            + " %5$s%6$s%n",
                    "-Djava.awt.headless=true");

    private static final String PURGE_INTERVAL = "50";
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final int number;
    private final KafkaLayout layout;
    private final Path directory;
    private final Path log;
    private ProcessHandle process;

    KafkaBroker(int number, KafkaLayout layout) {
        this.number = number;
        this.layout = layout;
        this.directory = layout.dataDir().resolve("broker-" + number);
        this.log = layout.logDir().resolve("kafka-" + number + ".log");
    }

    int number() {
        return number;
    }

    Path log() {
        return log;
    }

    /** Writes the broker's settings and formats its storage, unless it is formatted already. */
    void prepare(String clusterId) throws IOException {
        Files.createDirectories(directory);
        Files.createDirectories(layout.logDir());
        Path properties = directory.resolve("server.properties");
        try (Writer writer = Files.newBufferedWriter(properties)) {
            settings().store(writer, null);
        }
        if (Files.exists(directory.resolve("log/meta.properties"))) {
            return;
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        String[] arguments = {"format", "-t", clusterId, "-c", properties.toString()};
        try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            if (kafka.tools.StorageTool.execute(arguments, out) != 0) {
                throw new IOException("Kafka's storage could not be formatted: " + said);
            }
        }
    }

    void start() throws IOException {
        List<String> flags = new ArrayList<>(FLAGS);
        flags.addAll(List.of(System.getProperty("kafka.jvm", "").split(" ")));
        flags.removeIf(String::isEmpty);
        process =
                new ChildJvm(
                                flags,
                                System.getProperty("java.class.path"),
                                "kafka.Kafka",
                                List.of(directory.resolve("server.properties").toString()),
                                Map.of(),
                                directory,
                                log)
                        .start()
                        .toHandle();
    }

    /** Takes over the process of this broker that another object has started. */
    void takeOver(ProcessHandle running) {
        process = running;
    }

    boolean isRunning() {
        return process != null && process.isAlive();
    }

    long pid() {
        return process == null ? -1 : process.pid();
    }

    void kill() {
        if (process != null) {
            Wait.kill(process);
        }
    }

    void askToStop() {
        if (process != null) {
            process.destroy();
        }
    }

    void awaitStop() {
        if (process != null) {
            Wait.end(process, STOP_LIMIT);
        }
    }

    private Properties settings() {
        int brokers = layout.brokerPorts().size();
        String replicas = Integer.toString(brokers);
        String minInSync = Integer.toString(Math.max(1, brokers - 1));
        Properties p = new Properties();
        p.setProperty("process.roles", "broker,controller");
        p.setProperty("node.id", Integer.toString(number));
        p.setProperty("controller.quorum.voters", voters());
        setListeners(p);
        // Messages of tests have fixed times. A topic that is to forget has a retention of its own.
        p.setProperty("log.retention.ms", "-1");
        p.setProperty("log.dirs", directory.resolve("log").toString());
        p.setProperty("auto.create.topics.enable", "false");
        p.setProperty("num.partitions", "1");
        p.setProperty("default.replication.factor", replicas);
        p.setProperty("min.insync.replicas", minInSync);
        p.setProperty("offsets.topic.num.partitions", "4");
        p.setProperty("offsets.topic.replication.factor", replicas);
        p.setProperty("transaction.state.log.num.partitions", "4");
        p.setProperty("transaction.state.log.replication.factor", replicas);
        p.setProperty("transaction.state.log.min.isr", minInSync);
        p.setProperty("transaction.max.timeout.ms", "60000");
        p.setProperty("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        p.setProperty("share.coordinator.state.topic.replication.factor", replicas);
        p.setProperty("share.coordinator.state.topic.min.isr", minInSync);
        p.setProperty("group.initial.rebalance.delay.ms", "0");
        p.setProperty("broker.session.timeout.ms", "3000");
        p.setProperty("broker.heartbeat.interval.ms", "500");
        p.setProperty("log.cleaner.dedupe.buffer.size", "4194304");
        // Finished fetches stay in memory until then; young collections would copy a thousand.
        p.setProperty("fetch.purgatory.purge.interval.requests", PURGE_INTERVAL);
        p.setProperty("producer.purgatory.purge.interval.requests", PURGE_INTERVAL);
        p.setProperty("num.network.threads", Integer.toString(threads(3)));
        p.setProperty("num.io.threads", Integer.toString(threads(8)));
        return p;
    }

    /**
     * The brokers, and clients without a proxy, use {@code PLAINTEXT}. What comes through a proxy
     * has a listener of its own, because a broker tells clients an address for each listener.
     */
    private void setListeners(Properties p) {
        String own = "PLAINTEXT" + at(layout.brokerPorts().get(number));
        String controller = ",CONTROLLER" + at(layout.controllerPorts().get(number));
        List<BrokerProxy> proxies = layout.proxies();
        boolean proxied = !proxies.isEmpty();
        String target = proxied ? ",PROXIED" + at(proxies.get(number).target()) : "";
        String proxy = proxied ? ",PROXIED" + at(proxies.get(number).port()) : "";
        p.setProperty("listeners", own + controller + target);
        p.setProperty("advertised.listeners", own + proxy);
        p.setProperty("controller.listener.names", "CONTROLLER");
        p.setProperty("inter.broker.listener.name", "PLAINTEXT");
        p.setProperty(
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,PROXIED:PLAINTEXT");
    }

    private static String at(int port) {
        return "://127.0.0.1:" + port;
    }

    /**
     * Half of the cores, and no more than Kafka's default. A request passes from thread to thread;
     * where clients and services share the cores, more threads only cost more wake-ups.
     */
    private static int threads(int most) {
        return Math.min(most, Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    private String voters() {
        List<Integer> ports = layout.controllerPorts();
        return IntStream.range(0, ports.size())
                .mapToObj(i -> i + "@127.0.0.1:" + ports.get(i))
                .collect(Collectors.joining(","));
    }
}
