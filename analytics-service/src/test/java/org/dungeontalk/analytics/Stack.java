package org.dungeontalk.analytics;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.dungeontalk.embedded.KafkaCluster;
import org.dungeontalk.embedded.PostgresServer;
import org.dungeontalk.testing.SharedKafka;

/** A real Kafka and a real PostgreSQL for the tests, with the topics of the contract. */
public class Stack implements QuarkusTestResourceLifecycleManager {

    public static final String SECRET = "local-0123456789012345678901234567890123456789";
    public static final int PARTITIONS = 30;

    private KafkaCluster kafka;
    private PostgresServer postgres;

    @Override
    public Map<String, String> start() {
        Path data = data();
        CompletableFuture<PostgresServer> starting =
                CompletableFuture.supplyAsync(() -> PostgresServer.start(data.resolve("postgres")));
        kafka = isShared() ? SharedKafka.take() : KafkaCluster.start(data.resolve("kafka"), 1);
        createTopics(kafka);
        postgres = starting.join();
        Map<String, String> settings = new HashMap<>();
        settings.put("kafka.bootstrap.servers", kafka.bootstrapServers());
        settings.put("quarkus.datasource.jdbc.url", postgres.jdbcUrl());
        settings.put("quarkus.datasource.reactive.url", postgres.reactiveUrl());
        settings.put("quarkus.datasource.username", postgres.username());
        settings.put("quarkus.datasource.password", postgres.password());
        settings.put("quarkus.http.test-port", "0");
        settings.put("quarkus.management.test-port", "0");
        settings.put("dungeontalk.token.secret", SECRET);
        for (String kept : List.of("minutes", "hours", "days", "stays", "alerts")) {
            settings.put("dungeontalk.retention." + kept, "P36500D");
        }
        return settings;
    }

    /** Whether other tests get the same broker afterwards. */
    protected boolean isShared() {
        return true;
    }

    /** The directory of PostgreSQL's data, and of Kafka's if it is not shared. */
    protected Path data() {
        return Path.of("target", "stack", Long.toString(ProcessHandle.current().pid()));
    }

    /** The topics of the contract that this service reads or writes. */
    public static void createTopics(KafkaCluster kafka) {
        kafka.createTopic("game-messages", PARTITIONS);
        kafka.createTopic("game-messages.analytics.dlt", 1);
        kafka.createTopic("game-alerts", 1);
        kafka.createTopic("moderation", 1, Map.of("cleanup.policy", "compact"));
        kafka.createCompactedTopic("revocations");
        kafka.createTopic("erasures", 1, Map.of("cleanup.policy", "compact"));
    }

    @Override
    public void inject(TestInjector testInjector) {
        testInjector.injectIntoFields(postgres, new TestInjector.MatchesType(PostgresServer.class));
        testInjector.injectIntoFields(kafka, new TestInjector.MatchesType(KafkaCluster.class));
    }

    @Override
    public void stop() {
        if (kafka != null && isShared()) {
            SharedKafka.giveBack(kafka);
        } else if (kafka != null) {
            kafka.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }
}
