package org.dungeontalk.analytics.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.dungeontalk.analytics.activity.Cell;
import org.dungeontalk.analytics.activity.Counts;
import org.dungeontalk.analytics.rollup.RollUp;

/**
 * Drops the roll-ups that a late message makes wrong; {@link RollUp} makes them again. One whose
 * minutes may be past their time stays as it is: there is nothing to make it of.
 */
final class RollupRows {

    private static final String SHARE = "SELECT pg_advisory_xact_lock_shared(" + RollUp.LOCK + ")";

    private static final String DROP =
            """
            DELETE FROM analytics.rollup r USING unnest($1::timestamptz[]) AS u (hour)
            WHERE r.grain = 'hour' AND r.starts_at = u.hour
                OR r.grain = 'day' AND r.starts_at = date_trunc('day', u.hour, 'UTC')\
            """;

    private static final long HOUR = 3_600_000;

    private RollupRows() {}

    /**
     * Drops the hours and days of these cells.
     *
     * @param since event time in milliseconds from which on minutes are certainly kept
     */
    static Uni<Void> drop(SqlClient with, Collection<Map.Entry<Cell, Counts>> cells, long since) {
        TreeSet<Long> hours = new TreeSet<>();
        long before = Long.MIN_VALUE;
        for (Map.Entry<Cell, Counts> cell : cells) {
            long minute = cell.getKey().minute();
            long hour = Math.floorDiv(minute, HOUR) * HOUR;
            if (minute >= since && hour != before) {
                hours.add(hour);
                before = hour;
            }
        }
        Columns<Long> rows = Columns.of(List.copyOf(hours)).times(hour -> hour);
        return with.query(SHARE)
                .execute()
                .chain(() -> with.preparedQuery(DROP).execute(rows.tuple()))
                .replaceWithVoid();
    }
}
