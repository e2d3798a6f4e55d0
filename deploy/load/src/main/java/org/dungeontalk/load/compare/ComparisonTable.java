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
     * @param reference the server to whose CPU time the others' is related; without a run of it
     *     there are no ratios
     */
    ComparisonTable(String reference) {
        this.reference = reference;
    }

    /**
     * Adds a run of a server.
     *
     * @param rate messages a second, as asked for
     */
    void add(double rate, String server, ClientRun run) {
        runs.computeIfAbsent(rate, each -> new LinkedHashMap<>())
                .computeIfAbsent(server, name -> new ArrayList<>())
                .add(run);
    }

    /** The table; empty if there was no run. */
    String markdown() {
        if (runs.isEmpty()) {
            return "";
        }
        boolean ratios = runs.values().stream().anyMatch(each -> each.containsKey(reference));
        List<String> titles =
                new ArrayList<>(
                        List.of(
                                "messages/s",
                                "deliveries/s",
                                "server",
                                "p50, p99, p99.9 ms",
                                "CPU µs per delivery"));
        if (ratios) {
            titles.add("ratio to " + reference);
        }
        titles.add("runs");
        MarkdownTable table = new MarkdownTable(titles);
        runs.forEach(
                (rate, servers) ->
                        servers.forEach(
                                (server, each) -> {
                                    List<String> cells = cells(rate, server, each);
                                    if (ratios) {
                                        cells.add(ratio(each, servers.get(reference)));
                                    }
                                    cells.add(counted(each));
                                    table.add(cells);
                                }));
        return table.text();
    }

    private static List<String> cells(double rate, String server, List<ClientRun> each) {
        return new ArrayList<>(
                List.of(
                        rate(rate),
                        text("%.0f", median(each, ClientRun::deliveriesPerSecond)),
                        server,
                        text(
                                "%.2f, %.2f, %.1f",
                                median(each, ClientRun::p50),
                                median(each, ClientRun::p99),
                                median(each, ClientRun::p999)),
                        cpu(each)));
    }

    private static String cpu(List<ClientRun> each) {
        String median = text("%.1f", median(each, ClientRun::cpu));
        return each.size() == 1
                ? median
                : median
                        + text(
                                " (%.1f to %.1f)",
                                each.stream().mapToDouble(ClientRun::cpu).min().orElse(0),
                                each.stream().mapToDouble(ClientRun::cpu).max().orElse(0));
    }

    private static String ratio(List<ClientRun> each, List<ClientRun> others) {
        return Optional.ofNullable(others)
                .map(of -> median(each, ClientRun::cpu) / median(of, ClientRun::cpu))
                .map(value -> text("%.2f", value))
                .orElse("–");
    }

    private static String counted(List<ClientRun> each) {
        long dirty = each.stream().filter(run -> !run.clean()).count();
        return each.size() + (dirty == 0 ? "" : ", " + dirty + " with losses or disorder");
    }

    /** A rate without decimals, if it has none. */
    static String rate(double rate) {
        return rate == Math.rint(rate) ? text("%.0f", rate) : Double.toString(rate);
    }

    /** The same on every machine: a point, and no thousands separator. */
    static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** The middle value; of an even number, the mean of the two in the middle. */
    static <T> double median(List<T> each, ToDoubleFunction<T> figure) {
        double[] sorted = each.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
