package org.dungeontalk.gateway.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.awaitility.Awaitility;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.gateway.Topics;
import org.dungeontalk.gateway.kafka.Topic;
import org.dungeontalk.testing.LogLines;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/**
 * Two of three brokers stand still: no SEND gets through, and the gateway says so all the while.
 */
@QuarkusTest
@TestProfile(BrokersStoppedTest.ShortProducerTimeouts.class)
class BrokersStoppedTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final Pattern RECEIPT = Pattern.compile("receipt-id:r(\\d+)\n");
    private static final Duration LONGER_THAN_SEVERAL_FAILURES = Duration.ofSeconds(20);

    /** Writes fail after seconds, so that many fail in this test. */
    public static class ShortProducerTimeouts implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "mp.messaging.outgoing.game-messages.delivery.timeout.ms", "3000",
                    "mp.messaging.outgoing.game-messages.request.timeout.ms", "1500",
                    "mp.messaging.outgoing.presence.delivery.timeout.ms", "3000",
                    "mp.messaging.outgoing.presence.request.timeout.ms", "1500",
                    "dungeontalk.log.send-timeout", "4s",
                    "dungeontalk.presence.heart-beat", "5s",
                    "dungeontalk.stomp.heart-beat", "30s");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(
                    new TestResourceEntry(GatewayInfrastructure.class, Map.of("brokers", "3")));
        }
    }

    @TestHTTPResource("/")
    URI http;

    @TestHTTPResource(value = "/health/ready", management = true)
    URI ready;

    private final AtomicInteger talks = new AtomicInteger();
    private String room;

    @Test
    void theGatewayIsNotReadyAsLongAsNoMessageGetsThroughAndSaysItOnce() throws Exception {
        room = roomOfTheFirstBroker();
        try (RawClient mira = RawClient.connected(http.getPort(), Tokens.of("mira"));
                LogLines lines = LogLines.start()) {
            mira.subscribe("s", "/sub/chat/room/" + room);
            stopped("-STOP");
            int before = talks.get();
            try {
                Awaitility.await().atMost(TIMEOUT).until(() -> talkThenStatus(mira) == 503);
                Awaitility.await()
                        .atMost(TIMEOUT)
                        .pollInterval(Duration.ofSeconds(1))
                        .during(LONGER_THAN_SEVERAL_FAILURES)
                        .until(() -> talkThenStatus(mira) == 503);
                assertTrue(lines.size() < 20, lines.toString());
                mira.await(f -> f.contains("\"LOG_UNAVAILABLE\""));
                assertEquals(0, receiptsAfter(before, mira), "two of three have nothing of it");
            } finally {
                stopped("-CONT");
            }
            Awaitility.await().atMost(TIMEOUT).until(() -> talkThenStatus(mira) == 200);
            Awaitility.await()
                    .atMost(TIMEOUT)
                    .until(() -> lines.about("Kafka confirms writes again") == 1);
        }
    }

    private int talkThenStatus(RawClient mira) {
        int number = talks.incrementAndGet();
        mira.talk(room, "r" + number, "n" + number);
        return RestAssured.get(ready).statusCode();
    }

    private static long receiptsAfter(int talk, RawClient mira) {
        return mira.frames().stream()
                .map(RECEIPT::matcher)
                .filter(Matcher::find)
                .filter(receipt -> Integer.parseInt(receipt.group(1)) > talk)
                .count();
    }

    /** A room of which the broker that goes on has the leader: that one alone would take it. */
    private static String roomOfTheFirstBroker() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", Topics.bootstrapServers()))) {
            Map<String, TopicDescription> topics =
                    admin.describeTopics(List.of("game-messages"))
                            .allTopicNames()
                            .get(30, TimeUnit.SECONDS);
            List<Integer> led =
                    topics.get("game-messages").partitions().stream()
                            .filter(partition -> partition.leader().id() == 0)
                            .map(TopicPartitionInfo::partition)
                            .toList();
            return IntStream.range(0, 1_000)
                    .mapToObj(i -> "stopped-" + i)
                    .filter(name -> led.contains(Topic.partition(name, 30)))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void stopped(String signal) throws IOException, InterruptedException {
        String pids = ConfigProvider.getConfig().getValue("test.kafka.pids", String.class);
        List<String> two = Arrays.asList(pids.split(" ")).subList(1, 3);
        List<String> command = Stream.concat(Stream.of("kill", signal), two.stream()).toList();
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    }
}
