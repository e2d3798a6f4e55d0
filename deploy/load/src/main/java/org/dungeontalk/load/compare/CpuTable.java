package org.dungeontalk.load.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** CPU time per message of each part of our stack, medians as a Markdown table. Pure. */
final class CpuTable {

    private static final List<String> PARTS =
            List.of("gateway", "kafka", "persistence", "postgres", "analytics");

    private final Map<Double, List<Map<String, Double>>> runs = new LinkedHashMap<>();

    /**
     * Adds a run.
     *
     * @param rate messages a second, as asked for
     * @param micros microseconds of CPU time per message by process; processes of one part, such as
     *     {@code kafka-0} and {@code kafka-1}, are added up
     */
    void add(double rate, Map<String, Double> micros) {
        Map<String, Double> parts = new LinkedHashMap<>();
        micros.forEach(
                (process, time) ->
                        parts.merge(process.replaceFirst("-[0-9]+$", ""), time, Double::sum));
        runs.computeIfAbsent(rate, each -> new ArrayList<>()).add(parts);
    }

    /** The table; empty if there was no run. */
    String markdown() {
        if (runs.isEmpty()) {
            return "";
        }
        List<String> titles = new ArrayList<>(List.of("messages/s"));
        titles.addAll(PARTS);
        titles.addAll(List.of("all", "(persistence + analytics) / gateway"));
        MarkdownTable table = new MarkdownTable(titles);
        runs.forEach((rate, each) -> table.add(cells(rate, each)));
        return "CPU of our stack, µs per message:\n\n" + table.text();
    }

    private static List<String> cells(double rate, List<Map<String, Double>> each) {
        List<String> cells = new ArrayList<>(List.of(ComparisonTable.rate(rate)));
        PARTS.forEach(part -> cells.add(micros(of(each, part))));
        cells.add(micros(PARTS.stream().mapToDouble(part -> of(each, part)).sum()));
        cells.add(
                ComparisonTable.text(
                        "%.2f",
                        (of(each, "persistence") + of(each, "analytics")) / of(each, "gateway")));
        return cells;
    }

    private static double of(List<Map<String, Double>> each, String part) {
        return ComparisonTable.median(each, run -> run.getOrDefault(part, 0.0));
    }

    private static String micros(double value) {
        return ComparisonTable.text("%.0f", value);
    }
}
