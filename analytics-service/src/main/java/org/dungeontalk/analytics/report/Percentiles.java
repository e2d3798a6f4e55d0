package org.dungeontalk.analytics.report;

import io.vertx.mutiny.sqlclient.Row;

/**
 * Percentiles of a duration.
 *
 * @param count number of values; the others are null if it is 0
 */
public record Percentiles(long count, Double p50, Double p90, Double p99) {

    /** SQL for the count, p50, p90 and p99 of an expression. */
    static String of(String expression) {
        String one = "percentile_cont(%s) WITHIN GROUP (ORDER BY " + expression + ")";
        return String.join(
                ", ",
                "count(" + expression + ")",
                one.formatted("0.5"),
                one.formatted("0.9"),
                one.formatted("0.99"));
    }

    /** Reads the four columns, starting at {@code first}. */
    static Percentiles of(Row row, int first) {
        return new Percentiles(
                row.getLong(first),
                row.getDouble(first + 1),
                row.getDouble(first + 2),
                row.getDouble(first + 3));
    }
}
