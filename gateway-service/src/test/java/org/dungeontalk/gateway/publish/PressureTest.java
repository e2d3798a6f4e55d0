package org.dungeontalk.gateway.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Kafka hangs and messages pile up: who is refused first, and what becomes of the others. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
@TestProfile(PressureTest.SmallInFlightLimit.class)
class PressureTest {
    private static final int BOUND = 100;
    private static final int BURST = 32;

    /** Each event loop may let one in between looking and counting. */
    private static final int LOOPS = 2 * Runtime.getRuntime().availableProcessors();

    private static final Pattern CONTENT = Pattern.compile("\"content\":\"(\\w+) (\\d+)\"");

    public static class SmallInFlightLimit implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "dungeontalk.limits.enabled",
                    "false",
                    "dungeontalk.log.max-in-flight",
                    Integer.toString(BOUND));
        }
    }

    @TestHTTPResource("/")
    URI http;

    @Inject LogPublisher log;

    @Inject MeterRegistry registry;

    private final String room = "r-" + UUID.randomUUID();
    private final List<RawClient> clients = new ArrayList<>();

    @AfterEach
    void goOn() throws IOException, InterruptedException {
        kafka("-CONT");
        clients.forEach(RawClient::close);
    }

    @Test
    void playersAreRefusedFirstMastersNextServicesLastAndTheOrderStays()
            throws IOException, InterruptedException {
        RawClient reader = client(Tokens.of("reader")).subscribe("r", "/sub/chat/room/" + room);
        List<RawClient> players =
                List.of(client(Tokens.of("a")), client(Tokens.of("b")), client(Tokens.of("c")));
        RawClient master = client(Tokens.withRoles("gm", "gm"));
        RawClient service = client(Tokens.withRoles("ai", "service"));
        kafka("-STOP");

        int before = 0;
        for (RawClient player : players) {
            burst(player, "p" + players.indexOf(player));
            before = settled(player, before);
        }
        assertTaken(80);
        burst(master, "gm");
        before = settled(master, before);
        assertTaken(95);
        burst(service, "ai");
        settled(service, before);
        assertEquals(BOUND, log.inFlight());
        for (Priority priority : Priority.values()) {
            assertTrue(
                    registry.get("dungeontalk.gateway.pressed")
                                    .tag("rank", priority.name())
                                    .counter()
                                    .count()
                            > 0);
        }

        kafka("-CONT");
        await().until(() -> reader.messages().size() == BOUND);
        await().until(() -> log.inFlight() == 0);
        await().until(() -> clients.stream().mapToLong(PressureTest::receipts).sum() >= BOUND);
        assertEverySenderInOrder(reader);
    }

    @Test
    void ofOneConnectionNoMoreThanThirtyTwoWait() throws IOException, InterruptedException {
        RawClient service = client(Tokens.withRoles("ai", "service"));
        kafka("-STOP");
        burst(service, "ai");
        await().until(() -> log.inFlight() == BURST);
        service.talk(room, "oneMore", "ai 32");
        assertTrue(service.awaitRefusal("oneMore").contains("\"TOO_MANY_IN_FLIGHT\""));
        assertEquals(BURST, log.inFlight());
        kafka("-CONT");
        await().until(() -> receipts(service) == BURST);
        service.talk(room, "again", "ai 33");
        service.awaitReceipt("again");
    }

    private RawClient client(String token) {
        RawClient client = RawClient.connected(http.getPort(), token);
        clients.add(client);
        return client;
    }

    private void burst(RawClient client, String name) {
        for (int i = 0; i < BURST; i++) {
            client.talk(room, name + i, name + " " + i);
        }
    }

    /** Waits until each of the burst waits for the log or was refused; answers how many wait. */
    private int settled(RawClient client, int before) {
        await().until(() -> log.inFlight() - before + refused(client) == BURST);
        return log.inFlight();
    }

    private void assertTaken(int share) {
        assertTrue(log.inFlight() >= share && log.inFlight() <= share + LOOPS);
    }

    private static long refused(RawClient client) {
        return client.frames().stream().filter(f -> f.contains("\"GATEWAY_BUSY\"")).count();
    }

    /** Of messages; that of the subscription is not one. */
    private static long receipts(RawClient client) {
        return client.frames().stream()
                .filter(f -> f.startsWith("RECEIPT") && !f.contains("receipt-id:s-"))
                .count();
    }

    private static void assertEverySenderInOrder(RawClient reader) {
        Map<String, Integer> last = new HashMap<>();
        for (String frame : reader.messages()) {
            Matcher content = CONTENT.matcher(frame);
            assertTrue(content.find());
            int number = Integer.parseInt(content.group(2));
            Integer previous = last.put(content.group(1), number);
            assertTrue(previous == null || previous < number);
        }
    }

    private static void kafka(String signal) throws IOException, InterruptedException {
        String pid = ConfigProvider.getConfig().getValue("test.kafka.pid", String.class);
        assertEquals(0, new ProcessBuilder("kill", signal, pid).inheritIO().start().waitFor());
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(40));
    }
}
