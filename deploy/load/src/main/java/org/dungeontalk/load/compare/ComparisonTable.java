package org.dungeontalk.load.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Medians of several rounds, as a Markdown table with ratios to one of the servers. Pure. */
final class ComparisonTable {

    private final Map<Double, Map<String, List<ClientRun>>> runs = new LinkedHashMap<>();
    private final String reference;

    /**
     * @param reference the server to whose CPU time the others' is related
     */
    ComparisonTable(String reference) {
        this.reference = reference;
    }

    /** Adds a run of a server. */
    void add(String server, ClientRun run) {
        runs.computeIfAbsent(run.rate(), rate -> new LinkedHashMap<>())
                .computeIfAbsent(server, name -> new ArrayList<>())
                .add(run);
    }

    /** The table. */
    String markdown() {
        StringBuilder table =
                new StringBuilder(
                        "| deliveries/s | server | p50, p99, p99.9 ms | CPU µs per delivery | ratio"
                                + " to "
                                + reference
                                + " | runs |\n|---|---|---|---|---|---|\n");
        runs.forEach(
                (rate, servers) ->
                        servers.forEach(
                                (server, each) -> table.append(row(server, each, servers))));
        return table.toString();
    }

    private String row(String server, List<ClientRun> each, Map<String, List<ClientRun>> servers) {
        double cpu = median(each, ClientRun::cpu);
        String ratio =
                Optional.ofNullable(servers.get(reference))
                        .map(others -> cpu / median(others, ClientRun::cpu))
                        .map(value -> String.format(Locale.ROOT, "%.2f", value))
                        .orElse("–");
        long dirty = each.stream().filter(run -> !run.clean()).count();
        return String.format(
                Locale.ROOT,
                "| %.0f | %s | %.2f, %.2f, %.1f | %.1f (%.1f to %.1f) | %s | %d%s |%n",
                median(each, ClientRun::deliveriesPerSecond),
                server,
                median(each, ClientRun::p50),
                median(each, ClientRun::p99),
                median(each, ClientRun::p999),
                cpu,
                each.stream().mapToDouble(ClientRun::cpu).min().orElse(0),
                each.stream().mapToDouble(ClientRun::cpu).max().orElse(0),
                ratio,
                each.size(),
                dirty == 0 ? "" : ", " + dirty + " with losses or disorder");
    }

    /** The middle value; of an even number, the mean of the two in the middle. */
    static double median(List<ClientRun> each, ToDoubleFunction<ClientRun> figure) {
        double[] sorted = each.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
