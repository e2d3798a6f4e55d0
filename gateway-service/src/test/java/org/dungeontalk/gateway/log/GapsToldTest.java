package org.dungeontalk.gateway.log;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.Topics;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.kafka.KafkaClients;
import org.dungeontalk.gateway.kafka.Topic;
import org.dungeontalk.gateway.kafka.UnreadableRecords;
import org.dungeontalk.gateway.lifecycle.VitalThreads;
import org.junit.jupiter.api.Test;

/** A poll that can't be delivered is a gap in each of its partitions. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
class GapsToldTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Map<String, String> CHAT = Map.of("kind", "chat", "from", "x");

    @Inject KafkaClients client;

    @Inject UnreadableRecords unreadable;

    @Inject VitalThreads threads;

    @Inject GatewayConfig config;

    @Test
    void oneThatCantBeToldKeepsNoneOfTheOthersFromBeingTold() throws Exception {
        LogReader reader = new LogReader(client, unreadable, threads, config);
        Failing listener = new Failing();
        reader.start(listener);
        try {
            Awaitility.await().atMost(TIMEOUT).until(() -> reader.topic().isPresent());
            Topic topic = reader.topic().orElseThrow();
            List<String> rooms =
                    List.copyOf(
                            Stream.generate(() -> "gaps-" + UUID.randomUUID())
                                    .limit(10)
                                    .collect(
                                            Collectors.toMap(
                                                    topic::partitionOf, r -> r, (one, two) -> one))
                                    .values());
            rooms.forEach(reader::retain);
            for (String room : rooms) {
                reader.position(room).toCompletableFuture().join();
            }
            listener.watched.addAll(rooms);
            for (String room : rooms) {
                Topics.write("game-messages", room, "{}", CHAT);
            }
            listener.written.countDown();
            Awaitility.await().atMost(TIMEOUT).until(() -> listener.failed.size() > 1);
            Awaitility.await()
                    .atMost(TIMEOUT)
                    .until(() -> listener.told.containsAll(listener.failed));
        } finally {
            reader.stop();
        }
    }

    /** Waits until everything is written; can't deliver, and can't tell of the first gap. */
    private static final class Failing implements LogListener {
        private final Set<String> watched = ConcurrentHashMap.newKeySet();
        private final CountDownLatch written = new CountDownLatch(1);
        private final Set<Integer> told = ConcurrentHashMap.newKeySet();
        private volatile Set<Integer> failed = Set.of();

        @Override
        public void read(List<LogRecord> messages) throws InterruptedException {
            Set<Integer> read = new HashSet<>();
            messages.stream()
                    .filter(m -> watched.contains(m.room().id()))
                    .forEach(m -> read.add(m.partition()));
            if (!read.isEmpty() && failed.size() < 2) {
                written.await();
                failed = read;
                told.clear();
                throw new IllegalStateException("of the test");
            }
        }

        @Override
        public void gap(int partition) {
            told.add(partition);
            if (told.size() == 1) {
                throw new IllegalStateException("of the test");
            }
        }

        @Override
        public void topicRecreated() {}
    }
}
