package org.dungeontalk.load.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CpuTableTest {
    private static final Instant START = Instant.parse("2026-11-22T18:00:00Z");

    private final CpuTable table = new CpuTable();

    @Test
    void showsTheMediansOfEachPartAndAddsUpBrokers() {
        table.add(100, Map.of("gateway-1", 1.0));
        for (double gateway : List.of(390.0, 400.0, 999.0)) {
            table.add(
                    1_000,
                    Map.of(
                            "gateway-1", gateway,
                            "kafka-0", 100.0,
                            "kafka-1", 50.0,
                            "persistence", 120.0,
                            "postgres", 30.0,
                            "analytics", 80.0));
        }

        assertEquals(
                """
                CPU of our stack, µs per message:

                | messages/s | gateway | kafka | persistence | postgres | analytics | all | (persistence + analytics) / gateway |
                |------------|---------|-------|-------------|----------|-----------|-----|-------------------------------------|
                | 100        | 1       | 0     | 0           | 0        | 0         | 1   | 0.00                                |
                | 1000       | 400     | 150   | 120         | 30       | 80        | 780 | 0.50                                |
                """,
                table.markdown());
    }

    @Test
    void aTableWithoutRunsIsEmpty() {
        assertEquals("", table.markdown());
    }

    @Test
    void onlyCpuTimeWhileMessagesCountIsPerMessage() {
        List<CpuSamples.Sample> samples =
                List.of(
                        sample(-1, 0),
                        sample(1, 5_000),
                        sample(5, 6_000),
                        sample(9, 7_000),
                        sample(11, 50_000));

        Map<String, Double> micros =
                CpuSamples.perMessage(samples, START, START.plusSeconds(10), 1_000);

        assertEquals(Map.of("gateway-1", 250.0), micros);
    }

    @Test
    void oneSampleSaysNothing() {
        assertEquals(
                Map.of(),
                CpuSamples.perMessage(
                        List.of(sample(1, 1_000)), START, START.plusSeconds(10), 1_000));
    }

    private static CpuSamples.Sample sample(long second, long millis) {
        return new CpuSamples.Sample(
                START.plusSeconds(second), Map.of("gateway-1", Duration.ofMillis(millis)));
    }
}
