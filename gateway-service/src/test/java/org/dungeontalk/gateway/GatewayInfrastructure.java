package org.dungeontalk.gateway;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dungeontalk.embedded.KafkaCluster;
import org.dungeontalk.testing.SharedKafka;

/**
 * One real broker with the topic, and a secret made for this run. Argument {@code brokers}: how
 * many there are, 1 or 3.
 */
public class GatewayInfrastructure implements QuarkusTestResourceLifecycleManager {
    static final int PARTITIONS = 30;

    protected KafkaCluster kafka;
    protected Path data;
    private int brokers = 1;

    @Override
    public void init(Map<String, String> arguments) {
        brokers = Integer.parseInt(arguments.getOrDefault("brokers", "1"));
    }

    @Override
    public Map<String, String> start() {
        try {
            if (isShared()) {
                kafka = SharedKafka.takeEmpty();
            } else {
                data = Files.createTempDirectory(Path.of("target"), "kafka-").toAbsolutePath();
                kafka = KafkaCluster.start(data, brokers);
            }
            createTopics(kafka, PARTITIONS);
            return Map.ofEntries(
                    Map.entry("kafka.bootstrap.servers", kafka.bootstrapServers()),
                    Map.entry(
                            "dungeontalk.token.secret",
                            "local-" + UUID.randomUUID() + UUID.randomUUID()),
                    Map.entry("dungeontalk.page.guests", "true"),
                    Map.entry("dungeontalk.stomp.heart-beat", "1s"),
                    Map.entry("dungeontalk.stomp.connect-timeout", "8s"),
                    Map.entry("dungeontalk.log.tail-bytes", "100000"),
                    Map.entry("dungeontalk.presence.heart-beat", "300ms"),
                    Map.entry("dungeontalk.presence.reconnect-grace", "3s"),
                    Map.entry("dungeontalk.presence.listed-members", "5"),
                    Map.entry("quarkus.http.test-port", "0"),
                    Map.entry("quarkus.management.test-port", "0"),
                    Map.entry("test.kafka.pid", Long.toString(kafka.pid(0))),
                    Map.entry("test.kafka.pids", pids()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether other tests get the same broker afterwards. */
    protected boolean isShared() {
        return brokers == 1;
    }

    private String pids() {
        return IntStream.range(0, brokers)
                .mapToObj(b -> Long.toString(kafka.pid(b)))
                .collect(Collectors.joining(" "));
    }

    /** All topics that a gateway needs before it is ready. */
    public static void createTopics(KafkaCluster kafka, int partitions) {
        kafka.createTopic("game-messages", partitions);
        kafka.createCompactedTopic("presence");
        kafka.createCompactedTopic("moderation");
        kafka.createCompactedTopic("revocations");
    }

    @Override
    public void stop() {
        if (kafka != null && isShared()) {
            SharedKafka.giveBack(kafka);
        } else if (kafka != null) {
            kafka.close();
        }
    }
}
