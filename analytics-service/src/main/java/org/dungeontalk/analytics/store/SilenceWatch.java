package org.dungeontalk.analytics.store;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dungeontalk.analytics.alert.Alert;
import org.dungeontalk.analytics.anomaly.SilenceDetector;
import org.dungeontalk.analytics.background.BackgroundJobs;
import org.dungeontalk.analytics.config.AnalyticsConfig;
import org.dungeontalk.analytics.detection.DetectorFactory;

/**
 * Gives minutes to {@link SilenceDetector}. A minute is complete when every partition is past its
 * end and the allowed lateness. The first instance judges it, once, and a second reading of the log
 * gives the same result. Completeness depends on the records read, never on the clock alone. State
 * and alerts change in one transaction.
 */
@ApplicationScoped
public class SilenceWatch {

    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final long MINUTE = 60_000;
    private static final int MINUTES_AT_ONCE = 20_000;

    /**
     * Null unless all partitions have reported, and none is counted again from before that time.
     */
    private static final String COMPLETE =
            """
            SELECT CASE WHEN count(*) = $2::int THEN min(complete_until) END
            FROM analytics.progress
            WHERE epoch = $1 AND partition < $2::int AND complete_until IS NOT NULL
                AND next_offset >= complete_at\
            """;

    private static final String STATE =
            """
            SELECT next_at, state FROM analytics.overall WHERE epoch = $1
            FOR UPDATE SKIP LOCKED\
            """;

    /** Minutes that were judged in an older epoch are not judged again. */
    private static final String BEGIN =
            """
            INSERT INTO analytics.overall (epoch, next_at)
            SELECT $1, b.minute FROM (SELECT coalesce(
                (SELECT max(next_at) FROM analytics.overall WHERE epoch <> $1),
                (SELECT min(minute) FROM analytics.activity_cell WHERE begins_at >= f.hour
                    AND begins_at < f.hour + interval '1 hour')) AS minute
                FROM (SELECT analytics.hour_with_activity(now() - interval '30 days')) AS f (hour)) AS b
            WHERE b.minute IS NOT NULL
            ON CONFLICT DO NOTHING\
            """;

    private static final String TOTALS =
            """
            SELECT minute, sum(messages)::bigint FROM analytics.activity_cell
            WHERE minute >= $1 AND minute < $2
                AND begins_at > $1::timestamptz - interval '10 minutes' AND begins_at < $2
                AND ends_at >= $1
            GROUP BY minute\
            """;

    private static final String KEEP =
            "UPDATE analytics.overall SET next_at = $2, state = $3 WHERE epoch = $1";

    private final Pool pool;
    private final DetectorFactory detectors;
    private final BackgroundJobs background;
    private final long lateness;
    private Cancellable rounds = () -> {};
    private volatile Watched watched;

    private record Watched(String epoch, int partitions) {}

    SilenceWatch(
            Pool pool,
            DetectorFactory detectors,
            BackgroundJobs background,
            AnalyticsConfig config) {
        this.pool = pool;
        this.background = background;
        this.detectors = detectors;
        this.lateness = config.windows().lateness().toMillis();
    }

    void start(@Observes StartupEvent started) {
        rounds = background.every(EVERY, LIMIT, "checks for silence", this::step);
    }

    void stop(@Observes ShutdownEvent stopped) {
        rounds.cancel();
    }

    /** Sets the log to watch. Before this call nothing is judged. */
    public void watch(String epoch, int partitions) {
        watched = new Watched(epoch, partitions);
    }

    /** Judges the complete minutes. The item is their number. */
    public Uni<Integer> step() {
        Watched current = watched;
        if (current == null) {
            return Uni.createFrom().item(0);
        }
        return pool.withTransaction(
                with ->
                        with.preparedQuery(COMPLETE)
                                .execute(Tuple.of(current.epoch(), current.partitions()))
                                .map(rows -> rows.iterator().next())
                                .chain(
                                        row ->
                                                row.getValue(0) == null
                                                        ? Uni.createFrom().item(0)
                                                        : step(
                                                                with,
                                                                current.epoch(),
                                                                millis(row, 0))));
    }

    private Uni<Integer> step(SqlConnection with, String current, long complete) {
        return with.preparedQuery(BEGIN)
                .execute(Tuple.of(current))
                .chain(() -> with.preparedQuery(STATE).execute(Tuple.of(current)))
                .chain(rows -> step(with, current, complete, rows));
    }

    private Uni<Integer> step(SqlConnection with, String current, long complete, RowSet<Row> rows) {
        if (rows.size() == 0) {
            return Uni.createFrom().item(0);
        }
        Row row = rows.iterator().next();
        long next = millis(row, 0);
        long end = Math.floorDiv(complete - lateness, MINUTE) * MINUTE;
        long until = Math.min(end, next + MINUTES_AT_ONCE * MINUTE);
        if (until <= next) {
            return Uni.createFrom().item(0);
        }
        SilenceDetector silence = detectors.silence();
        if (row.getBuffer(1) != null) {
            load(silence, row.getBuffer(1).getBytes());
        }
        return with.preparedQuery(TOTALS)
                .execute(Tuple.of(Columns.time(next), Columns.time(until)))
                .chain(totals -> judge(with, current, silence, totals, next, until));
    }

    private Uni<Integer> judge(
            SqlConnection with,
            String current,
            SilenceDetector silence,
            RowSet<Row> rows,
            long next,
            long until) {
        Map<Long, Long> totals = new HashMap<>();
        rows.forEach(row -> totals.put(millis(row, 0), row.getLong(1)));
        Map<UUID, Alert> alerts = new HashMap<>();
        for (long minute = next; minute < until; minute += MINUTE) {
            silence.minute(minute, totals.getOrDefault(minute, 0L), current)
                    .ifPresent(alert -> alerts.put(alert.id(), alert));
        }
        List<Alert> found = new ArrayList<>(alerts.values());
        return AlertRows.write(
                        with, found, detectors.policy(), Instant.ofEpochMilli(until), lateness)
                .chain(
                        () ->
                                with.preparedQuery(KEEP)
                                        .execute(
                                                Tuple.of(
                                                        current,
                                                        Columns.time(until),
                                                        Buffer.buffer(save(silence)))))
                .replaceWith((int) ((until - next) / MINUTE));
    }

    private static long millis(Row row, int column) {
        return row.getOffsetDateTime(column).toInstant().toEpochMilli();
    }

    private static byte[] save(SilenceDetector silence) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            silence.save(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void load(SilenceDetector silence, byte[] state) {
        try {
            silence.load(new DataInputStream(new ByteArrayInputStream(state)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
