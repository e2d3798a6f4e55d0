package org.dungeontalk.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.dungeontalk.faults.probe.Await;
import org.dungeontalk.local.stack.Stack;

/** The brokers of a stack, as faults treat them: killed, stopped and started again. */
final class Brokers {

    private static final String TOPIC = "game-messages";
    private static final long LIMIT_SECONDS = 30;

    private final Stack stack;

    Brokers(Stack stack) {
        this.stack = stack;
    }

    /** The numbers of all brokers. */
    List<Integer> all() {
        return IntStream.range(0, stack.kafka().size()).boxed().toList();
    }

    /** The broker that leads partition 0 of the log. Waits at most 30 s until there is one. */
    int leader() throws Exception {
        try (Admin admin =
                Admin.create(
                        Map.<String, Object>of(
                                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                                stack.kafka().bootstrapServers()))) {
            int leader =
                    Await.answer(
                            Duration.ofSeconds(LIMIT_SECONDS),
                            Duration.ofMillis(200),
                            () -> leader(admin),
                            broker -> broker >= 0);
            if (leader < 0) {
                throw new IllegalStateException("Partition 0 has had no leader for 30 s");
            }
            return leader;
        }
    }

    private static int leader(Admin admin) throws InterruptedException {
        try {
            var leader =
                    admin.describeTopics(List.of(TOPIC))
                            .allTopicNames()
                            .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                            .get(TOPIC)
                            .partitions()
                            .get(0)
                            .leader();
            return leader == null ? -1 : leader.id();
        } catch (ExecutionException | TimeoutException e) {
            return -1;
        }
    }

    /** Kills it: kill -9. */
    void kill(int broker) {
        stack.kafka().killBroker(broker);
    }

    /** Starts it again, and returns when the cluster counts it, if there is a majority. */
    void start(int broker) {
        stack.restart("kafka-" + broker);
    }

    /** Whether its process runs. */
    boolean isRunning(int broker) {
        return stack.kafka().isRunning(broker);
    }

    /** Stops its process for this time: SIGSTOP, then SIGCONT. */
    void hang(int broker, int seconds) throws IOException, InterruptedException {
        Signals.stop(stack.kafka().pid(broker), seconds);
    }
}
