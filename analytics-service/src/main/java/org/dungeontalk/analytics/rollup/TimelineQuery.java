package org.dungeontalk.analytics.rollup;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import org.dungeontalk.analytics.activity.Granularity;
import org.dungeontalk.analytics.activity.QueryParameters;
import org.dungeontalk.analytics.activity.RowLimit;
import org.dungeontalk.analytics.config.AnalyticsConfig;
import org.dungeontalk.analytics.message.Kind;

/**
 * Queries windows: rolled-up ones from {@code rollup}, the others from {@code activity_cell}, as
 * {@link TimelineSources} says. All statements see one snapshot. PostgreSQL sums the rows or
 * returns them in small parts, so memory stays flat. Never blocks.
 */
@ApplicationScoped
public class TimelineQuery {

    private static final int FETCH = 100;
    private static final int FETCH_PLAYERS = 5_000;

    private static final String ROLLED =
            """
            SELECT %s, r.messages, r.joins, r.leaves, r.whispers, r.turns, r.players
            FROM %s AND r.kind = $3 AND r.room_id = $4\
            """;

    /** Windows of minutes have one part each, so PostgreSQL counts their players. */
    private static final String MINUTES =
            """
            SELECT a.minute, sum(a.messages), sum(a.joins), sum(a.leaves), sum(a.whispers),
                sum(a.turns), count(DISTINCT a.player_id COLLATE "C")
            FROM %s GROUP BY a.minute\
            """;

    private static final String SUMS =
            """
            SELECT date_trunc('%s', a.minute, 'UTC'), sum(a.messages), sum(a.joins), sum(a.leaves),
                sum(a.whispers), sum(a.turns)
            FROM %s GROUP BY 1\
            """;

    private static final String PLAYERS =
            "SELECT date_trunc('%s', a.minute, 'UTC'), a.player_id FROM %s GROUP BY 1, 2";

    private static final String ALL_PLAYERS =
            "SELECT NULL, a.player_id FROM %s GROUP BY a.player_id";

    /** Finds the kind of a room whose minutes are expired in a roll-up. */
    private static final String KIND =
            """
            (SELECT kind FROM analytics.activity_cell WHERE room_id = $1 LIMIT 1)
            UNION ALL (SELECT kind FROM analytics.rollup WHERE room_id = $1 LIMIT 1) LIMIT 1\
            """;

    private static final String NEW =
            """
            SELECT date_trunc('%s', first_at, 'UTC'), count(*) FROM analytics.player
            WHERE first_at >= $1 AND first_at < $2 GROUP BY 1\
            """;

    private final Pool pool;
    private final int mostRows;

    /** A query with this pool. */
    public TimelineQuery(Pool pool, AnalyticsConfig config) {
        this.pool = pool;
        this.mostRows = config.query().mostRows();
    }

    /**
     * The windows of the span that have a message, oldest first. Fails with an {@link
     * IllegalArgumentException} if it would read too many rows.
     */
    public Uni<Timeline> answer(QueryParameters parameters, Granularity granularity) {
        boolean whole = parameters.kind().isEmpty() && parameters.roomId().isEmpty();
        return pool.withTransaction(
                with ->
                        with.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                                .execute()
                                .chain(() -> kindOf(with, parameters))
                                .chain(kind -> read(with, parameters, granularity, kind))
                                .map(
                                        reading ->
                                                reading.timeline(
                                                        parameters.range(), granularity, whole)));
    }

    private Uni<TimelineReading> read(
            SqlConnection with, QueryParameters parameters, Granularity granularity, String kind) {
        TimelineReading reading = new TimelineReading();
        Tuple range = range(parameters);
        Tuple asked = full(parameters, parameters.kind().map(Kind::word).orElse(""));
        String minutes = TimelineSources.minutes(granularity) + filter(parameters);
        Uni<Void> done = RowLimit.check(with, minutes, asked, mostRows);
        if (granularity == Granularity.MINUTE) {
            done =
                    done.chain(
                                    () ->
                                            each(
                                                    with,
                                                    MINUTES.formatted(minutes),
                                                    asked,
                                                    FETCH,
                                                    reading::counted))
                            .chain(
                                    () ->
                                            each(
                                                    with,
                                                    ALL_PLAYERS.formatted(minutes),
                                                    asked,
                                                    FETCH_PLAYERS,
                                                    reading::player));
        } else {
            Tuple rolled = full(parameters, kind);
            String whole = ROLLED.formatted("r.starts_at", TimelineSources.rolled(granularity));
            done = done.chain(() -> each(with, whole, rolled, FETCH, reading::whole));
            if (granularity == Granularity.DAY) {
                String parts =
                        ROLLED.formatted(
                                "date_trunc('day', r.starts_at, 'UTC')",
                                TimelineSources.hoursOfOpenDays());
                done = done.chain(() -> each(with, parts, rolled, FETCH, reading::part));
            }
            done =
                    done.chain(
                                    () ->
                                            each(
                                                    with,
                                                    SUMS.formatted(granularity.word(), minutes),
                                                    asked,
                                                    FETCH,
                                                    reading::sums))
                            .chain(
                                    () ->
                                            each(
                                                    with,
                                                    PLAYERS.formatted(granularity.word(), minutes),
                                                    asked,
                                                    FETCH_PLAYERS,
                                                    reading::player));
        }
        return done.chain(
                        () ->
                                each(
                                        with,
                                        NEW.formatted(granularity.word()),
                                        range,
                                        FETCH,
                                        reading::fresh))
                .replaceWith(reading);
    }

    private static Uni<Void> each(
            SqlConnection with, String sql, Tuple values, int fetch, Consumer<Row> take) {
        return with.prepare(sql)
                .onItem()
                .transformToMulti(statement -> statement.createStream(fetch, values).toMulti())
                .invoke(take)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Rooms are rolled up under their kind. If the request has none, this finds the room's own. */
    private static Uni<String> kindOf(SqlConnection with, QueryParameters parameters) {
        if (parameters.roomId().isEmpty() || parameters.kind().isPresent()) {
            return Uni.createFrom().item(parameters.kind().map(Kind::word).orElse(""));
        }
        return with.preparedQuery(KIND)
                .execute(Tuple.of(parameters.roomId().get()))
                .map(rows -> rows.size() == 0 ? "" : rows.iterator().next().getString(0));
    }

    /** Conditions for which PostgreSQL can use an index. Both parameters are always set. */
    private static String filter(QueryParameters parameters) {
        return (parameters.kind().isPresent() ? " AND a.kind = $3" : " AND $3 = ''")
                + (parameters.roomId().isPresent() ? " AND a.room_id = $4" : " AND $4 = ''");
    }

    private static Tuple range(QueryParameters parameters) {
        return Tuple.of(time(parameters.range().from()), time(parameters.range().to()));
    }

    private static Tuple full(QueryParameters parameters, String kind) {
        return range(parameters).addValue(kind).addValue(parameters.roomId().orElse(""));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
