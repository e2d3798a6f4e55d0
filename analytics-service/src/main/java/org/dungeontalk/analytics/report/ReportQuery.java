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
import org.dungeontalk.analytics.activity.Span;
import org.dungeontalk.analytics.alert.AlertView;
import org.dungeontalk.analytics.moderation.Mute;
import org.dungeontalk.analytics.report.Reports.AnswerHour;
import org.dungeontalk.analytics.report.Reports.Answers;
import org.dungeontalk.analytics.report.Reports.HeatCell;
import org.dungeontalk.analytics.report.Reports.HeatMap;
import org.dungeontalk.analytics.report.Reports.Player;
import org.dungeontalk.analytics.report.Reports.Sessions;

/** Asks the tables, which hold what all instances have counted. Never blocks. */
@ApplicationScoped
public class ReportQuery {

    private static final int MOST = 100;

    private static final String ALERTS =
            "SELECT "
                    + AlertView.COLUMNS
                    + """
                    , CASE WHEN a.ends_at < now() THEN 'closed' ELSE 'open' END AS state
                    FROM analytics.alert a JOIN analytics.alert_notice n
                        ON n.alert_id = a.id AND n.state = 'open'
                    WHERE a.raised_at >= $1 AND a.raised_at < $2 AND ($3 = '' OR a.kind = $3)
                    ORDER BY a.raised_at DESC, a.id LIMIT $4\
                    """;

    private static final String MUTES =
            "SELECT "
                    + Mute.COLUMNS
                    + """
                     FROM analytics.moderation WHERE muted AND (muted_until IS NULL OR muted_until > now())
                    ORDER BY decided_at DESC, player_id LIMIT 1000\
                    """;

    private static final String PLAYERS =
            """
            SELECT player_id, sum(messages)::bigint AS messages, count(DISTINCT (kind, room_id))
            FROM analytics.activity WHERE minute >= $1 AND minute < $2
            GROUP BY player_id ORDER BY messages DESC, player_id LIMIT $3\
            """;

    private static final String ANSWERS =
            "SELECT "
                    + Percentiles.of("reported_ms")
                    + ", "
                    + Percentiles.of("observed_ms")
                    + """
                    , (SELECT coalesce(sum(turns), 0)::bigint FROM analytics.activity
                        WHERE minute >= $1 AND minute < $2 AND kind = 'aichat')
                    FROM analytics.answer WHERE answered_at >= $1 AND answered_at < $2\
                    """;

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

    /** Of hours that are rolled up from there, of the others from the minutes. */
    private static final String HEAT =
            """
            SELECT extract(isodow FROM h AT TIME ZONE 'UTC')::int, extract(hour FROM h AT TIME ZONE 'UTC')::int,
                sum(messages)::bigint
            FROM (SELECT starts_at AS h, messages FROM analytics.rollup
                    WHERE grain = 'hour' AND kind = '' AND room_id = '' AND starts_at >= $1 AND starts_at < $2
                UNION ALL
                SELECT date_trunc('hour', minute, 'UTC'), messages FROM analytics.activity
                    WHERE minute >= $1 AND minute < $2 AND NOT EXISTS (SELECT FROM analytics.rollup r
                        WHERE r.grain = 'hour' AND r.kind = '' AND r.room_id = ''
                            AND r.starts_at = date_trunc('hour', minute, 'UTC'))) AS hours
            GROUP BY 1, 2 ORDER BY 1, 2\
            """;

    private final Pool pool;

    ReportQuery(Pool pool) {
        this.pool = pool;
    }

    /** Alerts raised in the span, newest first. */
    public Uni<Reports.Alerts> alerts(Span span, Optional<String> kind, int limit) {
        return pool.preparedQuery(ALERTS)
                .execute(tuple(span).addValue(kind.orElse("")).addValue((long) limit))
                .map(rows -> list(rows, row -> AlertView.of(row, row.getString("state"))))
                .map(Reports.Alerts::new);
    }

    /** Mutes that hold now. */
    public Uni<Reports.Mutes> mutes() {
        return pool.query(MUTES).execute().map(rows -> new Reports.Mutes(list(rows, Mute::of)));
    }

    /** The busiest players of the span. */
    public Uni<Reports.Players> players(Span span) {
        return pool.preparedQuery(PLAYERS)
                .execute(tuple(span).addValue((long) MOST))
                .map(
                        rows ->
                                list(
                                        rows,
                                        row ->
                                                new Player(
                                                        row.getString(0),
                                                        row.getLong(1),
                                                        row.getLong(2))))
                .map(Reports.Players::new);
    }

    /** The AI's answers of the span. */
    public Uni<Answers> answers(Span span) {
        return pool.preparedQuery(ANSWER_HOURS)
                .execute(tuple(span))
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
                                pool.preparedQuery(ANSWERS)
                                        .execute(tuple(span))
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
    public Uni<Sessions> sessions(Span span) {
        return pool.preparedQuery(SESSIONS)
                .execute(tuple(span))
                .map(rows -> rows.iterator().next())
                .map(row -> new Sessions(Percentiles.of(row, 0), row.getDouble(4)));
    }

    /** Messages by hour of the week, over so many weeks up to now. */
    public Uni<HeatMap> heatMap(int weeks, Instant now) {
        Span span = new Span(now.minusSeconds(weeks * 7L * 86_400), now);
        return pool.preparedQuery(HEAT)
                .execute(tuple(span))
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

    private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> read) {
        List<T> list = new ArrayList<>(rows.size());
        rows.forEach(row -> list.add(read.apply(row)));
        return list;
    }

    private static Tuple tuple(Span span) {
        return Tuple.of(span.from().atOffset(ZoneOffset.UTC), span.to().atOffset(ZoneOffset.UTC));
    }

    private static Instant instant(OffsetDateTime time) {
        return time.toInstant();
    }
}
