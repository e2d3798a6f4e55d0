package org.dungeontalk.analytics.activity;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.dungeontalk.analytics.config.AnalyticsConfig;

/**
 * Queries the tables, so any instance sees the counts of all instances.
 *
 * <p>One statement per query, hence one snapshot: all parts of an answer agree. Never blocks.
 */
@ApplicationScoped
public class ActivityQuery {

    private static final int ROOMS = 100;

    private static final String ANSWER =
            """
            WITH rooms AS (
                SELECT kind, room_id, sum(messages) AS messages, count(*) AS players
                FROM (SELECT kind, room_id, player_id, sum(messages) AS messages FROM %1$s
                    GROUP BY kind, room_id, player_id) AS p
                GROUP BY kind, room_id
                ORDER BY sum(messages) DESC, kind, room_id LIMIT %2$d)
            SELECT NULL::timestamptz, NULL, NULL, coalesce(sum(messages), 0)::bigint, count(*)
            FROM (SELECT player_id, sum(messages) AS messages FROM %1$s GROUP BY player_id) AS p
            UNION ALL (
                SELECT minute, NULL, NULL, sum(messages)::bigint,
                    count(DISTINCT player_id COLLATE "C")
                FROM %1$s GROUP BY minute ORDER BY minute)
            UNION ALL (
                SELECT NULL, kind, room_id, messages::bigint, players
                FROM rooms ORDER BY messages DESC, kind, room_id)\
            """;

    private static final String FROM =
            """
            analytics.activity_cell WHERE minute >= $1 AND minute < $2
                AND begins_at > $1::timestamptz - interval '10 minutes' AND begins_at < $2
                AND ends_at >= $1\
            """;

    private final Pool pool;
    private final int mostRows;

    /** A query with this pool. */
    public ActivityQuery(Pool pool, AnalyticsConfig config) {
        this.pool = pool;
        this.mostRows = config.query().mostRows();
    }

    /**
     * The activity of the span. Fails with an {@link IllegalArgumentException} if it would read too
     * many rows.
     */
    public Uni<Activity> answer(QueryParameters parameters) {
        List<Object> values = new ArrayList<>();
        values.add(parameters.range().from().atOffset(ZoneOffset.UTC));
        values.add(parameters.range().to().atOffset(ZoneOffset.UTC));
        StringBuilder conditions = new StringBuilder();
        parameters
                .roomId()
                .ifPresent(
                        roomId -> {
                            values.add(roomId);
                            conditions.append(" AND room_id = $").append(values.size());
                        });
        parameters
                .kind()
                .ifPresent(
                        kind -> {
                            values.add(kind.word());
                            conditions.append(" AND kind = $").append(values.size());
                        });
        String from = FROM + conditions;
        Tuple asked = Tuple.from(values);
        return pool.withConnection(
                with ->
                        RowLimit.check(with, from, asked, mostRows)
                                .chain(
                                        () ->
                                                with.preparedQuery(ANSWER.formatted(from, ROOMS))
                                                        .execute(asked))
                                .map(rows -> activity(parameters, rows)));
    }

    private static Activity activity(QueryParameters parameters, Iterable<Row> rows) {
        long messages = 0;
        long players = 0;
        List<Activity.Minute> minutes = new ArrayList<>();
        List<Activity.Room> rooms = new ArrayList<>();
        for (Row row : rows) {
            if (row.getValue(0) != null) {
                Instant minute = row.getOffsetDateTime(0).toInstant();
                minutes.add(new Activity.Minute(minute, row.getLong(3), row.getLong(4)));
            } else if (row.getValue(1) != null) {
                rooms.add(
                        new Activity.Room(
                                row.getString(1),
                                row.getString(2),
                                row.getLong(3),
                                row.getLong(4)));
            } else {
                messages = row.getLong(3);
                players = row.getLong(4);
            }
        }
        TimeRange range = parameters.range();
        return new Activity(
                range.from(),
                range.to(),
                parameters.roomId().orElse(null),
                messages,
                players,
                minutes,
                rooms);
    }
}
