package org.dungeontalk.faults;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.dungeontalk.faults.probe.Await;
import org.dungeontalk.faults.search.ServiceLog;
import org.dungeontalk.load.player.StompPlayer;
import org.dungeontalk.local.stack.Stack;

/**
 * Z3: corrupt records come in every topic that a service reads, while 300 players talk: no value,
 * no JSON, JSON that is nested 100,000 times, no key or another one, no headers or others. Each
 * must be dead-lettered by both consumers of the log, or skipped and counted. A member of a room
 * gets what has a room and a kind, and stays connected. Then all services are restarted one after
 * the other, and read the same records again.
 */
final class RecordsCorrupted implements CrowdFault {

    private static final int PLAYERS = 300;
    private static final int ROOMS = 30;
    private static final int PER_SECOND = 100;
    private static final int QUIET_SECONDS = 10;
    private static final int ROUNDS = 10;
    private static final Duration COUNTED_LIMIT = Duration.ofSeconds(30);
    private static final long CONNECT_SECONDS = 30;

    /** The consumers read this topic again every minute, and count again what they skip. */
    private static final String READ_AGAIN = "revocations";

    @Override
    public int brokers() {
        return 3;
    }

    @Override
    public RowResult run(Stack stack) throws Exception {
        Map<String, GatewayWatch> services = new LinkedHashMap<>();
        for (String name : StackServices.ALL) {
            services.put(name, new GatewayWatch(stack, name));
        }
        List<Long> processes = BrokersLost.services(stack);
        AtomicInteger delivered = new AtomicInteger();
        try (CorruptTopics topics = new CorruptTopics(stack);
                StompPlayer member = member(services.get("gateway-1"), delivered);
                RoamingPlayers players = RoamingPlayers.gather(stack, Crowd.of(PLAYERS, ROOMS))) {
            players.talk(PER_SECOND);
            CorruptTopics.Numbers numbers = new CorruptTopics.Numbers(0, 0, 0, 0);
            for (int round = 0; round < ROUNDS; round++) {
                numbers = numbers.and(topics.write("room-" + round));
                TimeUnit.SECONDS.sleep(1);
            }
            List<String> wrong = awaitCounted(expected(numbers), services);
            int told = delivered.get();
            boolean connected = !member.closed().isDone() && told == numbers.delivered();
            int reconnects = players.reconnects();
            boolean sameProcesses = BrokersLost.services(stack).equals(processes);
            StackServices.ALL.forEach(stack::restart);
            TimeUnit.SECONDS.sleep(QUIET_SECONDS);
            RunEnd end = RunEnd.of(stack, players);
            List<String> logs = logs(stack);
            return new RowResult(
                    end.isClean()
                            && wrong.isEmpty()
                            && connected
                            && reconnects == 0
                            && sameProcesses
                            && logs.isEmpty(),
                    "%d corrupt records in the log, %d in presence, %d in each of moderation, revocations and erasures: %s; a member of their room got %d and %s; %d reconnects, %s; then all services restarted; logs %s; %s"
                            .formatted(
                                    numbers.log(),
                                    numbers.presence(),
                                    numbers.ofPlayers(),
                                    wrong.isEmpty()
                                            ? "all dead-lettered or counted"
                                            : "not as it should be: " + String.join(", ", wrong),
                                    told,
                                    connected ? "stayed" : "should have had others",
                                    reconnects,
                                    sameProcesses ? "no restart" : "a service restarted",
                                    logs.isEmpty() ? "quiet" : "have " + String.join(", ", logs),
                                    end.text()));
        }
    }

    private static StompPlayer member(GatewayWatch gateway, AtomicInteger delivered)
            throws Exception {
        StompPlayer member =
                StompPlayer.connect(
                                HttpClient.newHttpClient(),
                                gateway.address(),
                                gateway.token("member"))
                        .get(CONNECT_SECONDS, TimeUnit.SECONDS);
        member.subscribe(
                        "/sub/chat/room/" + CorruptTopics.ROOM,
                        frame -> {
                            if (!frame.body().contains("\"connectedCount\"")) {
                                delivered.incrementAndGet();
                            }
                        })
                .get(CONNECT_SECONDS, TimeUnit.SECONDS);
        return member;
    }

    /** What each service must count, by the names of its metrics. */
    private static Map<String, Map<String, Integer>> expected(CorruptTopics.Numbers numbers) {
        Map<String, Integer> gateway =
                Map.of(
                        "dungeontalk_gateway_log_skipped_total",
                        numbers.undelivered(),
                        "dungeontalk_gateway_presence_records_skipped_total",
                        numbers.presence(),
                        "dungeontalk_gateway_moderation_skipped_total",
                        2 * numbers.ofPlayers(),
                        "dungeontalk_gateway_log_unreadable_total",
                        0,
                        "dungeontalk_gateway_failures_total",
                        0);
        return Map.of(
                "gateway-1",
                gateway,
                "gateway-2",
                gateway,
                "persistence",
                Map.of(
                        "dungeontalk_persistence_dead_lettered_total", numbers.log(),
                        "dungeontalk_persistence_revocations_skipped_total", numbers.ofPlayers()),
                "analytics",
                Map.of(
                        "dungeontalk_analytics_dead_lettered_total", numbers.log(),
                        "dungeontalk_analytics_erasures_skipped_total", numbers.ofPlayers(),
                        "dungeontalk_analytics_revocations_skipped_total", numbers.ofPlayers()));
    }

    /** What is not as expected, also after the limit. */
    private static List<String> awaitCounted(
            Map<String, Map<String, Integer>> expected, Map<String, GatewayWatch> services)
            throws Exception {
        return Await.answer(
                COUNTED_LIMIT,
                Duration.ofSeconds(1),
                () -> wrong(expected, services),
                List::isEmpty);
    }

    private static List<String> wrong(
            Map<String, Map<String, Integer>> expected, Map<String, GatewayWatch> services)
            throws Exception {
        List<String> wrong = new ArrayList<>();
        for (String service : StackServices.ALL) {
            for (Map.Entry<String, Integer> metric : expected.get(service).entrySet()) {
                long counted = (long) services.get(service).metric(metric.getKey(), "");
                boolean readAgain = metric.getKey().contains(READ_AGAIN);
                if (readAgain ? counted < metric.getValue() : counted != metric.getValue()) {
                    wrong.add(
                            "%s of %s is %d, not %d"
                                    .formatted(
                                            metric.getKey(), service, counted, metric.getValue()));
                }
            }
        }
        return wrong;
    }

    /** What the services' logs should not have: see {@link ServiceLog}. */
    private static List<String> logs(Stack stack) throws IOException {
        List<String> finds = new ArrayList<>();
        for (String service : StackServices.ALL) {
            List<String> lines = Files.readAllLines(stack.data().log(service));
            finds.addAll(ServiceLog.finds(lines, StackServices.ALL.size()));
        }
        return finds;
    }
}
