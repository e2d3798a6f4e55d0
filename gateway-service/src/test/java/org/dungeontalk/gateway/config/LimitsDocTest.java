package org.dungeontalk.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every default that docs/limits.md states for a setting of the gateway is the setting's. */
class LimitsDocTest {
    private static final Pattern ROW =
            Pattern.compile(
                    "(?m)^\\| ([^|]+) \\| ([^|]+) \\| ([^|]*`[a-z]+\\.[^|]+) \\| [^|]* \\|$");
    private static final Pattern SETTING = Pattern.compile("`([a-z]+\\.[a-z-]+)`");
    private static final Pattern NUMBER =
            Pattern.compile("(\\d[\\d,.]*) ?(KiB|MiB|ms|min|s|m)?\\b");
    private static final Map<String, Integer> UNITS =
            Map.of("KiB", 1024, "MiB", 1024 * 1024, "ms", 1, "s", 1000, "min", 60_000, "m", 60_000);

    private final SmallRyeConfig config =
            new SmallRyeConfigBuilder()
                    .addDefaultInterceptors()
                    .addDiscoveredConverters()
                    .withMapping(GatewayConfig.class)
                    .build();

    @TestFactory
    Stream<DynamicTest> theDefaultIsTheSettings() throws IOException {
        List<DynamicTest> rows = new ArrayList<>();
        ROW.matcher(gateways())
                .results()
                .filter(row -> SETTING.matcher(row.group(3)).find())
                .filter(row -> !row.group(2).equals("any number"))
                .filter(row -> !row.group(3).startsWith("twice"))
                .forEach(row -> rows.add(DynamicTest.dynamicTest(row.group(1), () -> check(row))));
        assertTrue(rows.size() > 25, rows.size() + " rows");
        return rows.stream();
    }

    private void check(MatchResult row) {
        List<Double> set =
                SETTING.matcher(row.group(3))
                        .results()
                        .map(
                                setting ->
                                        config.getConfigValue("dungeontalk." + setting.group(1))
                                                .getValue())
                        .map(value -> numbers(value).get(0))
                        .toList();
        List<Double> told = new ArrayList<>(numbers(row.group(2)));
        told.retainAll(set);
        assertEquals(set, told, row.group());
    }

    private static List<Double> numbers(String text) {
        return NUMBER.matcher(text).results().map(LimitsDocTest::number).toList();
    }

    /** In bytes or milliseconds where there is a unit. */
    private static double number(MatchResult found) {
        double number = Double.parseDouble(found.group(1).replace(",", ""));
        return number * UNITS.getOrDefault(String.valueOf(found.group(2)), 1);
    }

    private static String gateways() throws IOException {
        String all = Files.readString(Path.of("..", "docs", "limits.md"));
        return all.substring(all.indexOf("## gateway-service"), all.indexOf("## All services"));
    }
}
