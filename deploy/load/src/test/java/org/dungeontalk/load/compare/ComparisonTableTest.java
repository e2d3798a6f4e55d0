package org.dungeontalk.load.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTableTest {
    private final ComparisonTable table = new ComparisonTable("spring-redis");

    @Test
    void showsMediansAndTheRatioOfTheirCpuTimeInColumns() {
        table.add(1_000, "ours", run(1_000, 1.5, 30, 0));
        table.add(1_000, "spring-redis", run(1_000, 0.4, 40, 0));
        table.add(1_000, "ours", run(1_000, 9.0, 50, 0));
        table.add(1_000, "ours", run(1_000, 1.6, 20, 0));

        assertEquals(
                """
                | messages/s | deliveries/s | server       | p50, p99, p99.9 ms | CPU µs per delivery | ratio to spring-redis | runs |
                |------------|--------------|--------------|--------------------|---------------------|-----------------------|------|
                | 1000       | 10000        | ours         | 1.60, 3.20, 4.8    | 30.0 (20.0 to 50.0) | 0.75                  | 3    |
                | 1000       | 10000        | spring-redis | 0.40, 0.80, 1.2    | 40.0                | 1.00                  | 1    |
                """,
                table.markdown());
    }

    @Test
    void saysWhereMessagesWereLostAndHasNoRatioIfThereIsNothingToCompareWith() {
        table.add(2_000, "ours", run(2_000, 1, 10, 3));

        assertEquals(
                """
                | messages/s | deliveries/s | server | p50, p99, p99.9 ms | CPU µs per delivery | runs                         |
                |------------|--------------|--------|--------------------|---------------------|------------------------------|
                | 2000       | 20000        | ours   | 1.00, 2.00, 3.0    | 10.0                | 1, 1 with losses or disorder |
                """,
                table.markdown());
    }

    @Test
    void ratesThatDifferByAFractionHaveTheirOwnRows() {
        table.add(1.5, "ours", run(2, 1, 10, 0));
        table.add(2, "ours", run(2, 1, 10, 0));

        assertEquals(4, table.markdown().lines().count());
    }

    @Test
    void aTableWithoutRunsIsEmpty() {
        assertEquals("", table.markdown());
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
                                "{\"label\":\"x\",\"rate\":1000,\"received\":99920,\"lost\":1,\"duplicates\":2,"
                                    + "\"out_of_order\":3,\"rooms_with_split_order\":4,"
                                    + "\"deliveries_per_s\":9992,\"p50_ms\":1.5,"
                                    + "\"p99_ms\":6.3,\"p999_ms\":14.6,\"cpu_us_per_delivery\":36.4,\"note\":\"closed"
                                    + " 1006\"}",
                                ClientRun.class);

        assertEquals(
                new ClientRun(99_920, 1, 2, 3, 4, 9_992, 1.5, 6.3, 14.6, 36.4, "closed 1006"), run);
        Instant last = Instant.parse("2026-11-22T18:00:20Z");
        assertEquals(Instant.parse("2026-11-22T18:00:10Z"), run.from(last));
    }

    private static ClientRun run(double rate, double p50, double cpu, long lost) {
        return new ClientRun(100, lost, 0, 0, 0, rate * 10, p50, 2 * p50, 3 * p50, cpu, null);
    }
}
