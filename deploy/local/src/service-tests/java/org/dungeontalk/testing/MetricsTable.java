package org.dungeontalk.testing;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The table of metrics in a service's README. */
public final class MetricsTable {

    private static final Pattern ROW =
            Pattern.compile(
                    "(?m)^\\| `(dungeontalk_\\w+)(?:\\{([\\w,]+)})?` \\| (\\w+) \\| (.*) \\|$");
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (dungeontalk_\\w+) (\\w+)$");
    private static final String LABEL = "(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"";

    private MetricsTable() {}

    /**
     * Fails unless a service shows exactly the metrics of its README, with their types and labels.
     * A metric whose row says that it is there "only" in some case may be missing.
     *
     * @param scrape the answer of {@code /q/metrics}, in Prometheus' text format
     */
    public static void assertTellsOf(String scrape) {
        Map<String, String> shown = new TreeMap<>();
        TYPE.matcher(scrape).results().forEach(it -> shown.put(name(it), metric(it, scrape)));
        shown.keySet().removeIf(it -> it.endsWith("_max") && shown.containsKey(base(it)));
        Map<String, String> told = new TreeMap<>();
        ROW.matcher(Contract.text(Path.of("README.md")))
                .results()
                .filter(it -> shown.containsKey(it.group(1)) || !it.group(4).startsWith("only "))
                .forEach(it -> told.put(it.group(1), described(it.group(3), it.group(2))));
        assertEquals(lines(shown), lines(told));
    }

    /** The largest value of a histogram or summary is a metric of its own. */
    private static String base(String max) {
        return max.substring(0, max.length() - "_max".length());
    }

    /** OpenMetrics leaves out a counter's ending where it states the type. */
    private static String name(MatchResult type) {
        String name = type.group(1);
        return type.group(2).equals("counter") && !name.endsWith("_total") ? name + "_total" : name;
    }

    private static String metric(MatchResult type, String scrape) {
        String name = name(type);
        TreeSet<String> labels =
                Pattern.compile("(?m)^" + name + "(?:_count)?\\{(.*)} [^ ]+$")
                        .matcher(scrape)
                        .results()
                        .flatMap(it -> Pattern.compile(LABEL).matcher(it.group(1)).results())
                        .map(it -> it.group(1))
                        .collect(toCollection(TreeSet::new));
        return described(type.group(2), String.join(",", labels));
    }

    private static String described(String type, String labels) {
        return labels == null || labels.isEmpty() ? type : type + " by " + sorted(labels);
    }

    private static String sorted(String labels) {
        return String.join(",", new TreeSet<>(Arrays.asList(labels.split(","))));
    }

    private static String lines(Map<String, String> metrics) {
        StringBuilder lines = new StringBuilder();
        metrics.forEach((name, what) -> lines.append(name).append(": ").append(what).append('\n'));
        return lines.toString();
    }
}
