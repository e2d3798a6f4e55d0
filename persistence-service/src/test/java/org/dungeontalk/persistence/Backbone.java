package org.dungeontalk.persistence;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.dungeontalk.embedded.KafkaCluster;
import org.dungeontalk.embedded.PostgresServer;
import org.dungeontalk.testing.SharedKafka;

/** A real Kafka and a real PostgreSQL for the tests of one run, started at the same time. */
public class Backbone implements QuarkusTestResourceLifecycleManager {

    static final String LOG = "game-messages";
    static final String DEAD_LETTERS = "game-messages.db-writer.dlt";
    static final String ERASURES = "erasures";
    static final String SECRET = "local-" + UUID.randomUUID() + UUID.randomUUID();

    private static volatile Backbone running;

    private Path data;
    private KafkaCluster kafka;
    private PostgresServer postgres;

    /** The Kafka of the run. */
    public static KafkaCluster kafka() {
        return running.kafka;
    }

    static PostgresServer postgres() {
        return running.postgres;
    }

    /** How many brokers Kafka has, 1 or 3. */
    int brokers() {
        return 1;
    }

    @Override
    public Map<String, String> start() {
        try {
            data = Files.createTempDirectory(Path.of("target"), "backbone-");
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        CompletableFuture<KafkaCluster> starting =
                CompletableFuture.supplyAsync(
                        () ->
                                brokers() == 1
                                        ? SharedKafka.takeEmpty()
                                        : KafkaCluster.start(data.resolve("kafka"), brokers()));
        postgres = PostgresServer.start(data.resolve("postgres"));
        kafka = starting.join();
        kafka.createTopic(LOG, 30);
        kafka.createTopic(DEAD_LETTERS, 1);
        kafka.createCompactedTopic(ERASURES);
        kafka.createCompactedTopic("revocations");
        running = this;
        return settings();
    }

    /** What a service needs to find both, by the names of Quarkus' configuration. */
    Map<String, String> settings() {
        return Map.of(
                "kafka.bootstrap.servers",
                kafka.bootstrapServers(),
                "quarkus.datasource.jdbc.url",
                postgres.jdbcUrl(),
                "quarkus.datasource.reactive.url",
                postgres.reactiveUrl(),
                "quarkus.datasource.username",
                postgres.username(),
                "quarkus.datasource.password",
                postgres.password(),
                "dungeontalk.token.secret",
                SECRET);
    }

    @Override
    public void stop() {
        if (kafka != null && brokers() == 1) {
            SharedKafka.giveBack(kafka);
        } else if (kafka != null) {
            kafka.close();
        }
        if (postgres != null) {
            postgres.close();
        }
        try (Stream<Path> files = Files.walk(data)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
