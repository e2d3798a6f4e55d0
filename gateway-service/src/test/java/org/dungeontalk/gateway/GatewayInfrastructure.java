package org.dungeontalk.gateway;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.dungeontalk.embedded.KafkaCluster;

/** One real broker with the topic, and a secret made for this run. */
public class GatewayInfrastructure implements QuarkusTestResourceLifecycleManager {
    static final int PARTITIONS = 30;

    private KafkaCluster kafka;

    @Override
    public Map<String, String> start() {
        try {
            Path data = Files.createTempDirectory(Path.of("target"), "kafka-");
            kafka = KafkaCluster.start(data.toAbsolutePath(), 1);
            kafka.createTopic("game-messages", PARTITIONS);
            return Map.of(
                    "kafka.bootstrap.servers", kafka.bootstrapServers(),
                    "dungeontalk.token.secret", "local-" + UUID.randomUUID() + UUID.randomUUID(),
                    "dungeontalk.page.guests", "true",
                    "dungeontalk.stomp.heart-beat", "1s",
                    "dungeontalk.stomp.connect-timeout", "2s",
                    "dungeontalk.log.tail-bytes", "100000",
                    "quarkus.http.test-port", "0",
                    "quarkus.management.test-port", "0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (kafka != null) {
            kafka.close();
        }
    }
}
