package org.dungeontalk.analytics.rollup;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.dungeontalk.analytics.activity.Granularity;

/** Table {@code rollup_due}: the windows that need a roll-up. */
final class DueWindows {

    /** A window that this round rolls up, and its claim. */
    record Claimed(Granularity granularity, OffsetDateTime start, UUID claim) {}

    private static final int AT_ONCE = 24;

    /**
     * Windows that are over and complete: all partitions of the log are past them, or a day has
     * gone by. Days follow their hours, because they are made from them. Unclaimed, or claimed more
     * than a minute ago. Windows that failed before come last.
     */
    private static final String READY =
            """
            SELECT d.grain, d.starts_at FROM analytics.rollup_due d
            WHERE d.starts_at + CASE d.grain WHEN 'day' THEN interval '1 day' ELSE interval '1 hour' END
                    <= greatest(now() - interval '1 day', (
                        SELECT min(complete_until) FROM analytics.progress WHERE epoch = (
                            SELECT epoch FROM analytics.progress WHERE complete_until IS NOT NULL
                            ORDER BY complete_until DESC LIMIT 1)))
                AND (d.claim IS NULL OR d.claimed_at < now() - interval '1 minute')
                AND (d.grain = 'hour' OR NOT EXISTS (SELECT FROM analytics.rollup_due h
                    WHERE h.grain = 'hour' AND h.starts_at >= d.starts_at
                        AND h.starts_at < d.starts_at + interval '1 day'))
            ORDER BY d.claimed_at NULLS FIRST, d.starts_at, d.grain DESC LIMIT %d\
            """
                    .formatted(AT_ONCE);

    private static final String LOCK = "SELECT pg_advisory_xact_lock(" + RollUp.LOCK + ")";

    private static final String CLAIM =
            """
            UPDATE analytics.rollup_due d SET claim = $1, claimed_at = now()
            FROM (%s) AS r WHERE d.grain = r.grain AND d.starts_at = r.starts_at
            RETURNING d.grain, d.starts_at\
            """
                    .formatted(READY);

    private static final String RELEASE =
            """
            UPDATE analytics.rollup_due SET claim = NULL
            WHERE grain = $1 AND starts_at = $2 AND claim = $3\
            """;

    private static final String DONE =
            "DELETE FROM analytics.rollup_due WHERE grain = $1 AND starts_at = $2 AND claim = $3";

    /** Jumps from one hour with minutes to the next, however many minutes there are. */
    private static final String MISSING =
            """
            WITH RECURSIVE hour (h) AS (
                SELECT analytics.hour_with_activity('-infinity')
                UNION ALL
                SELECT analytics.hour_with_activity(hour.h + interval '1 hour') FROM hour WHERE hour.h IS NOT NULL),
            missing (grain, starts_at) AS (
                SELECT 'hour', h FROM hour WHERE h IS NOT NULL
                UNION SELECT 'day', date_trunc('day', h, 'UTC') FROM hour WHERE h IS NOT NULL)
            INSERT INTO analytics.rollup_due (grain, starts_at)
            SELECT grain, starts_at FROM missing m
            WHERE NOT EXISTS (SELECT FROM analytics.rollup r WHERE r.grain = m.grain
                AND r.starts_at = m.starts_at AND r.kind = '' AND r.room_id = '')
            ORDER BY grain, starts_at
            ON CONFLICT DO NOTHING\
            """;

    private DueWindows() {}

    /**
     * Claims some windows, earliest first. All earlier counts are committed. A later count removes
     * the claim.
     */
    static Uni<List<Claimed>> claim(Pool pool) {
        UUID claim = UUID.randomUUID();
        return pool.withConnection(with -> with.query(READY).execute())
                .chain(
                        ready ->
                                ready.size() == 0
                                        ? Uni.createFrom().item(List.of())
                                        : pool.withTransaction(
                                                with ->
                                                        with.query(LOCK)
                                                                .execute()
                                                                .chain(() -> claim(with, claim))));
    }

    private static Uni<List<Claimed>> claim(SqlConnection with, UUID claim) {
        return with.preparedQuery(CLAIM)
                .execute(Tuple.of(claim))
                .map(
                        rows -> {
                            List<Claimed> claimed = new ArrayList<>();
                            for (Row row : rows) {
                                claimed.add(
                                        new Claimed(
                                                Granularity.of(row.getString(0)),
                                                row.getOffsetDateTime(1),
                                                claim));
                            }
                            return claimed;
                        });
    }

    /** Removes a window. The item is false if a message has changed it since the claim. */
    static Uni<Boolean> done(SqlConnection with, Claimed window) {
        return with.preparedQuery(DONE)
                .execute(Tuple.of(window.granularity().word(), window.start(), window.claim()))
                .map(deleted -> deleted.rowCount() == 1);
    }

    /** Releases a window that could not be rolled up. */
    static Uni<Void> release(Pool pool, Claimed window) {
        Tuple claimed = Tuple.of(window.granularity().word(), window.start(), window.claim());
        return pool.withConnection(with -> with.preparedQuery(RELEASE).execute(claimed))
                .replaceWithVoid();
    }

    /** Adds the windows that have minutes and no roll-up, as an older release leaves them. */
    static Uni<Void> find(Pool pool) {
        return pool.withConnection(with -> with.query(MISSING).execute()).replaceWithVoid();
    }
}
