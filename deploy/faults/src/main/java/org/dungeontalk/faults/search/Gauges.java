package org.dungeontalk.faults.search;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dungeontalk.faults.probe.Await;
import org.dungeontalk.local.stack.StackFile;

/**
 * Gauges that are zero when all players have left and everything in the log is stored and counted.
 */
public final class Gauges {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Map<String, List<String>> ZERO =
            Map.of(
                    "gateway",
                    List.of(
                            "dungeontalk_gateway_sessions",
                            "dungeontalk_gateway_rooms",
                            "dungeontalk_gateway_players",
                            "dungeontalk_gateway_log_inflight",
                            "dungeontalk_gateway_log_held",
                            "dungeontalk_gateway_log_catchup_waiting",
                            "dungeontalk_gateway_inbound_bytes",
                            "dungeontalk_gateway_outbound_bytes"),
                    "persistence",
                    List.of(
                            "dungeontalk_persistence_lag_records",
                            "dungeontalk_persistence_dependency_away",
                            "dungeontalk_persistence_open_transaction_records"),
                    "analytics",
                    List.of(
                            "dungeontalk_analytics_lag",
                            "dungeontalk_analytics_waiting",
                            "dungeontalk_analytics_held"));

    private final Requests requests;

    Gauges(Requests requests) {
        this.requests = requests;
    }

    /**
     * Waits for a minute at most, for the services among these processes. Returns a sentence for
     * each gauge that is not zero by then.
     *
     * @param secret the stack's
     */
    public static List<String> awaitZero(List<StackFile.Started> processes, String secret)
            throws InterruptedException {
        return new Gauges(new Requests(processes, secret)).awaitZero();
    }

    /** Waits for a minute at most. Returns a sentence for each gauge that is not zero by then. */
    List<String> awaitZero() throws InterruptedException {
        return Await.answer(LIMIT, Duration.ofSeconds(1), this::notZero, List::isEmpty);
    }

    private List<String> notZero() throws InterruptedException {
        List<String> left = new ArrayList<>();
        for (String service : requests.services()) {
            List<String> lines = requests.metrics(service);
            for (String gauge : ZERO.get(PlannedFault.groupOf(service))) {
                List<String> values =
                        lines.stream()
                                .filter(line -> line.matches(gauge + "[ {].*"))
                                .filter(line -> !line.matches(".* 0(\\.0)?"))
                                .toList();
                values.forEach(value -> left.add(service + " has " + value));
                if (lines.stream().noneMatch(line -> line.matches(gauge + "[ {].*"))) {
                    left.add(service + " has no " + gauge);
                }
            }
        }
        return left;
    }
}
