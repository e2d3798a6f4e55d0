package org.dungeontalk.gateway.lifecycle;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.jwt.build.Jwt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.dungeontalk.embedded.KafkaCluster;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.GatewayProcess;
import org.dungeontalk.gateway.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL of a gateway while clients send: what had its receipt is in the log, once. */
class GatewayKilledIT {
    private static final String SECRET = "local-secret-of-this-test-0123456789abcdef";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PARTITIONS = 30;
    private static final int SENDERS = 4;
    private static final int ENOUGH = 50;

    @TempDir Path directory;

    @Test
    void whatHadItsReceiptIsInTheLogOnceAndTheRestCanBeSentAgain() {
        try (KafkaCluster kafka = KafkaCluster.start(directory.resolve("kafka"), 1)) {
            GatewayInfrastructure.createTopics(kafka, PARTITIONS);
            try (GatewayProcess killed = gateway(kafka);
                    GatewayProcess other = gateway(kafka);
                    RawClient reader = client(other, "reader")) {
                List<NumberedSender> senders =
                        IntStream.range(0, SENDERS).mapToObj(i -> sender(i, killed)).toList();
                senders.forEach(s -> reader.subscribe(s.name(), "/sub/chat/room/" + s.name()));
                var sending =
                        senders.stream()
                                .map(s -> CompletableFuture.runAsync(s::sendUntilCut))
                                .toList();
                await().atMost(PATIENCE)
                        .until(() -> senders.stream().allMatch(s -> s.receipts().size() >= ENOUGH));
                killed.kill();
                sending.forEach(CompletableFuture::join);
                List<String> logged = logged(kafka);
                for (NumberedSender sender : senders) {
                    sender.receipts().forEach(r -> assertEquals(1, times(r, logged), r));
                    try (RawClient again = client(other, sender.name())) {
                        sender.sendTheRestAgain(again);
                    }
                    await().atMost(PATIENCE)
                            .untilAsserted(
                                    () -> assertEquals(sender.texts(), delivered(reader, sender)));
                }
            }
        }
    }

    private static GatewayProcess gateway(KafkaCluster kafka) {
        return new GatewayProcess(
                Map.of(
                        "kafka.bootstrap.servers",
                        kafka.bootstrapServers(),
                        "dungeontalk.token.secret",
                        SECRET));
    }

    private static NumberedSender sender(int number, GatewayProcess gateway) {
        String name = "sender-" + number;
        return new NumberedSender(name, client(gateway, name), new CopyOnWriteArrayList<>());
    }

    /** A client whose rate is not limited. */
    private static RawClient client(GatewayProcess gateway, String player) {
        return RawClient.connected(
                gateway.port(),
                Jwt.claim("id", player)
                        .claim("roles", List.of("service"))
                        .expiresIn(Duration.ofMinutes(10))
                        .signWithSecret(SECRET));
    }

    /** The texts of all messages in the log. */
    private static List<String> logged(KafkaCluster kafka) {
        List<TopicPartition> all =
                IntStream.range(0, PARTITIONS)
                        .mapToObj(p -> new TopicPartition("game-messages", p))
                        .toList();
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofSeconds(1)).forEach(r -> values.add(r.value()));
            }
        }
        return NumberedSender.contents(values);
    }

    private static List<String> delivered(RawClient reader, NumberedSender sender) {
        return NumberedSender.contents(
                reader.messages().stream()
                        .filter(f -> f.contains("/sub/chat/room/" + sender.name() + "\n"))
                        .toList());
    }

    private static long times(String text, List<String> texts) {
        return texts.stream().filter(text::equals).count();
    }
}
