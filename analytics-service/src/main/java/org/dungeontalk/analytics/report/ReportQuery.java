package org.dungeontalk.analytics.report;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.dungeontalk.analytics.activity.Granularity;
import org.dungeontalk.analytics.activity.RowLimit;
import org.dungeontalk.analytics.activity.TimeRange;
import org.dungeontalk.analytics.alert.AlertKind;
import org.dungeontalk.analytics.alert.AlertView;
import org.dungeontalk.analytics.config.AnalyticsConfig;
import org.dungeontalk.analytics.moderation.Mute;
import org.dungeontalk.analytics.report.Reports.AnswerHour;
import org.dungeontalk.analytics.report.Reports.Answers;
import org.dungeontalk.analytics.report.Reports.HeatCell;
import org.dungeontalk.analytics.report.Reports.HeatMap;
import org.dungeontalk.analytics.report.Reports.Sessions;
import org.dungeontalk.analytics.rollup.TimelineSources;

/** Queries the tables, which have the counts of all instances. Never blocks. */
@ApplicationScoped
public class ReportQuery {

    private static final String ALERTS =
            "SELECT "
                    + AlertView.COLUMNS
                    + """
                    , CASE WHEN a.ends_at < now() THEN 'closed' ELSE 'open' END AS state
                    FROM analytics.alert a JOIN analytics.alert_notice n
                        ON n.alert_id = a.id AND n.state = 'open'
                    WHERE a.raised_at >= $1 AND a.raised_at < $2 AND ($3 = '' OR a.kind = $3)
                    ORDER BY CASE WHEN $6 THEN a.severity = 'critical' END DESC,
                        a.raised_at DESC, a.id LIMIT $4 OFFSET $5\
                    """;

    private static final String MUTES =
            "SELECT "
                    + Mute.COLUMNS
                    + """
                     FROM analytics.moderation WHERE muted AND (muted_until IS NULL OR muted_until > now())
                    ORDER BY decided_at DESC, player_id LIMIT 1000\
                    """;

    /** Counts turns in minutes without a roll-up that has them. */
    private static final String TURNS =
            TimelineSources.minutes(Granularity.HOUR) + " AND a.kind = 'aichat'";

    private static final String ANSWERS =
            "SELECT "
                    + Percentiles.of("reported_ms")
                    + ", "
                    + Percentiles.of("observed_ms")
                    + """
                    , (SELECT coalesce(sum(r.turns), 0)::bigint FROM %s
                        AND r.kind = 'aichat' AND r.room_id = '')
                    + (SELECT coalesce(sum(a.turns), 0)::bigint FROM %s)
                    FROM analytics.answer WHERE answered_at >= $1 AND answered_at < $2\
                    """
                            .formatted(TimelineSources.rolled(Granularity.HOUR), TURNS);

    private static final String ANSWER_HOURS =
            """
            SELECT date_trunc('hour', answered_at, 'UTC') AS start, count(*),
                percentile_cont(0.5) WITHIN GROUP (ORDER BY reported_ms),
                percentile_cont(0.5) WITHIN GROUP (ORDER BY observed_ms)
            FROM analytics.answer WHERE answered_at >= $1 AND answered_at < $2
            GROUP BY start ORDER BY start\
            """;

    private static final String SESSIONS =
            "SELECT "
                    + Percentiles.of("extract(epoch FROM ended_at - started_at)::float8")
                    + """
                    , coalesce(avg(messages), 0)::float8 FROM analytics.session
                    WHERE ended_at >= $1 AND ended_at < $2\
                    """;

    /** Reads rolled-up hours from there, and the others from the minutes. */
    private static final String HEAT =
            """
            SELECT extract(isodow FROM h AT TIME ZONE 'UTC')::int, extract(hour FROM h AT TIME ZONE 'UTC')::int,
                sum(messages)::bigint
            FROM (SELECT r.starts_at AS h, r.messages FROM %s AND r.kind = '' AND r.room_id = ''
                UNION ALL SELECT date_trunc('hour', a.minute, 'UTC'), a.messages FROM %s) AS hours
            GROUP BY 1, 2 ORDER BY 1, 2\
            """
                    .formatted(
                            TimelineSources.rolled(Granularity.HOUR),
                            TimelineSources.minutes(Granularity.HOUR));

    private static final String TOTAL =
            """
            SELECT count(*) FROM analytics.alert
            WHERE raised_at >= $1 AND raised_at < $2 AND ($3 = '' OR kind = $3)\
            """;

    private final Pool pool;
    private final int mostRows;

    ReportQuery(Pool pool, AnalyticsConfig config) {
        this.pool = pool;
        this.mostRows = config.query().mostRows();
    }

    /**
     * A selection of alerts.
     *
     * @param criticalFirst critical ones before the others, else newest first
     */
    public record Page(boolean criticalFirst, int limit, int offset) {}

    /** A page of the alerts raised in the span, and their total number. */
    public Uni<Reports.Alerts> alerts(TimeRange range, Optional<AlertKind> kind, Page page) {
        String word = kind.map(AlertKind::word).orElse("");
        Tuple asked = tuple(range).addValue(word);
        Tuple paged =
                tuple(range)
                        .addValue(word)
                        .addValue((long) page.limit())
                        .addValue((long) page.offset())
                        .addValue(page.criticalFirst());
        return pool.withConnection(
                with ->
                        with.preparedQuery(ALERTS)
                                .execute(paged)
                                .map(
                                        rows ->
                                                list(
                                                        rows,
                                                        row ->
                                                                AlertView.of(
                                                                        row,
                                                                        row.getString("state"))))
                                .chain(
                                        alerts ->
                                                with.preparedQuery(TOTAL)
                                                        .execute(asked)
                                                        .map(
                                                                rows ->
                                                                        new Reports.Alerts(
                                                                                alerts,
                                                                                rows.iterator()
                                                                                        .next()
                                                                                        .getLong(
                                                                                                0)))));
    }

    /** The current mutes. */
    public Uni<Reports.Mutes> mutes() {
        return pool.withConnection(with -> with.query(MUTES).execute())
                .map(rows -> new Reports.Mutes(list(rows, Mute::of)));
    }

    /** The AI's answers of the span. */
    public Uni<Answers> answers(TimeRange range) {
        return bounded(range, "analytics.answer a WHERE a.answered_at >= $1 AND a.answered_at < $2")
                .chain(() -> bounded(range, TURNS))
                .chain(
                        () ->
                                pool.withConnection(
                                        with ->
                                                with.preparedQuery(ANSWER_HOURS)
                                                        .execute(tuple(range))))
                .map(
                        rows ->
                                list(
                                        rows,
                                        row ->
                                                new AnswerHour(
                                                        instant(row.getOffsetDateTime(0)),
                                                        row.getLong(1),
                                                        row.getDouble(2),
                                                        row.getDouble(3))))
                .chain(
                        hours ->
                                pool.withConnection(
                                                with ->
                                                        with.preparedQuery(ANSWERS)
                                                                .execute(tuple(range)))
                                        .map(rows -> rows.iterator().next())
                                        .map(
                                                row ->
                                                        new Answers(
                                                                row.getLong(8),
                                                                Percentiles.of(row, 0),
                                                                Percentiles.of(row, 4),
                                                                hours)));
    }

    /** The stays that ended in the span. */
    public Uni<Sessions> sessions(TimeRange range) {
        return bounded(range, "analytics.session s WHERE s.ended_at >= $1 AND s.ended_at < $2")
                .chain(
                        () ->
                                pool.withConnection(
                                        with -> with.preparedQuery(SESSIONS).execute(tuple(range))))
                .map(rows -> rows.iterator().next())
                .map(row -> new Sessions(Percentiles.of(row, 0), row.getDouble(4)));
    }

    /** Messages by hour of the week, over this many weeks up to now. */
    public Uni<HeatMap> heatMap(int weeks, Instant now) {
        TimeRange range = new TimeRange(now.minusSeconds(weeks * 7L * 86_400), now);
        return bounded(range, TimelineSources.minutes(Granularity.HOUR))
                .chain(
                        () ->
                                pool.withConnection(
                                        with -> with.preparedQuery(HEAT).execute(tuple(range))))
                .map(
                        rows ->
                                list(
                                        rows,
                                        row ->
                                                new HeatCell(
                                                        row.getInteger(0),
                                                        row.getInteger(1),
                                                        row.getLong(2))))
                .map(cells -> new HeatMap(weeks, cells));
    }

    private Uni<Void> bounded(TimeRange range, String from) {
        return pool.withConnection(with -> RowLimit.check(with, from, tuple(range), mostRows));
    }

    private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> read) {
        List<T> list = new ArrayList<>(rows.size());
        rows.forEach(row -> list.add(read.apply(row)));
        return list;
    }

    private static Tuple tuple(TimeRange range) {
        return Tuple.of(range.from().atOffset(ZoneOffset.UTC), range.to().atOffset(ZoneOffset.UTC));
    }

    private static Instant instant(OffsetDateTime time) {
        return time.toInstant();
    }
}
