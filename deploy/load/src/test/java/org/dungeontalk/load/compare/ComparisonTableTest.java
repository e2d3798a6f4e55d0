package org.dungeontalk.load.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTableTest {
    private final ComparisonTable table = new ComparisonTable("spring-redis");

    @Test
    void showsMediansAndTheRatioOfTheirCpuTime() {
        table.add("ours", run(1_000, 1.5, 30, 0));
        table.add("spring-redis", run(1_000, 0.4, 40, 0));
        table.add("ours", run(1_000, 9.0, 50, 0));
        table.add("ours", run(1_000, 1.6, 20, 0));

        assertEquals(
                List.of(
                        "| 10000 | ours | 1.60, 3.20, 4.8 | 30.0 (20.0 to 50.0) | 0.75 | 3 |",
                        "| 10000 | spring-redis | 0.40, 0.80, 1.2 | 40.0 (40.0 to 40.0) | 1.00 | 1"
                                + " |"),
                rows());
    }

    @Test
    void saysWhereMessagesWereLostAndWhereThereIsNothingToCompareWith() {
        table.add("ours", run(2_000, 1, 10, 3));

        assertEquals(
                List.of(
                        "| 20000 | ours | 1.00, 2.00, 3.0 | 10.0 (10.0 to 10.0) | – | 1, 1 with"
                                + " losses or disorder |"),
                rows());
    }

    @Test
    void theMedianOfTwoIsTheirMean() {
        assertEquals(
                30,
                ComparisonTable.median(
                        List.of(run(1, 1, 20, 0), run(1, 1, 40, 0)), ClientRun::cpu));
    }

    @Test
    void readsTheLineOfTheLoadClient() throws Exception {
        ClientRun run =
                new ObjectMapper()
                        .readValue(
                                "{\"label\":\"x\",\"rate\":1000,\"lost\":1,\"duplicates\":2,"
                                        + "\"out_of_order\":3,\"rooms_with_split_order\":4,"
                                        + "\"deliveries_per_s\":9992,\"p50_ms\":1.5,"
                                        + "\"p99_ms\":6.3,\"p999_ms\":14.6,"
                                        + "\"cpu_us_per_delivery\":36.4,\"note\":\"closed 1006\"}",
                                ClientRun.class);

        assertEquals(
                new ClientRun(1_000, 1, 2, 3, 4, 9_992, 1.5, 6.3, 14.6, 36.4, "closed 1006"), run);
    }

    private List<String> rows() {
        return table.markdown().lines().skip(2).toList();
    }

    private static ClientRun run(double rate, double p50, double cpu, long lost) {
        return new ClientRun(rate, lost, 0, 0, 0, rate * 10, p50, 2 * p50, 3 * p50, cpu, null);
    }
}
