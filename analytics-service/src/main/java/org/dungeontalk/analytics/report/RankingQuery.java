package org.dungeontalk.analytics.report;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dungeontalk.analytics.activity.Granularity;
import org.dungeontalk.analytics.activity.RowLimit;
import org.dungeontalk.analytics.activity.TimeRange;
import org.dungeontalk.analytics.config.AnalyticsConfig;
import org.dungeontalk.analytics.report.Reports.Player;
import org.dungeontalk.analytics.report.Reports.Room;
import org.dungeontalk.analytics.rollup.PlayerSet;
import org.dungeontalk.analytics.rollup.TimelineSources;

/**
 * The busiest rooms and players of a span. Rooms come from roll-ups where these exist, players from
 * the minutes. Fails with an {@link IllegalArgumentException} if it would read too many rows. Never
 * blocks.
 */
@ApplicationScoped
public class RankingQuery {

    private static final int MOST = 100;
    private static final int FETCH = 1_000;

    private static final String ROOMS =
            """
            SELECT kind, room_id, sum(messages)::bigint AS messages FROM (%s) AS p
            GROUP BY kind, room_id ORDER BY messages DESC, kind, room_id LIMIT %d\
            """;

    private static final String ROLLED_ROOMS =
            "SELECT r.kind, r.room_id, r.messages FROM %s AND r.room_id <> ''";

    private static final String MINUTES_OF_ROOMS = "SELECT a.kind, a.room_id, a.messages FROM %s";

    private static final String ROLLED_PLAYERS =
            """
            SELECT r.kind, r.room_id, r.players FROM %s
                AND (r.kind, r.room_id) IN (SELECT * FROM unnest($3::text[], $4::text[]))\
            """;

    private static final String PLAYERS_OF_ROOMS =
            """
            SELECT a.kind, a.room_id, a.player_id FROM %s
                AND (a.kind, a.room_id) IN (SELECT * FROM unnest($3::text[], $4::text[]))
            GROUP BY 1, 2, 3\
            """;

    private static final String PLAYERS =
            """
            SELECT player_id, sum(messages)::bigint AS messages, count(*)
            FROM (SELECT player_id, kind, room_id, sum(messages) AS messages
                FROM analytics.activity_cell WHERE minute >= $1 AND minute < $2
                    AND begins_at > $1::timestamptz - interval '10 minutes' AND begins_at < $2
                    AND ends_at >= $1
                GROUP BY player_id, kind, room_id) AS p
            GROUP BY player_id ORDER BY messages DESC, player_id LIMIT $3\
            """;

    private final Pool pool;
    private final int mostRows;

    RankingQuery(Pool pool, AnalyticsConfig config) {
        this.pool = pool;
        this.mostRows = config.query().mostRows();
    }

    private record Key(String kind, String roomId) {}

    /** The busiest players of the span. */
    public Uni<Reports.Players> players(TimeRange range) {
        Tuple values = tuple(range);
        return pool.withConnection(
                with ->
                        RowLimit.check(
                                        with,
                                        TimelineSources.minutes(Granularity.MINUTE),
                                        values,
                                        mostRows)
                                .chain(
                                        () ->
                                                with.preparedQuery(PLAYERS)
                                                        .execute(
                                                                tuple(range).addValue((long) MOST)))
                                .map(RankingQuery::players));
    }

    private static Reports.Players players(Iterable<Row> rows) {
        List<Player> players = new ArrayList<>();
        rows.forEach(
                row -> players.add(new Player(row.getString(0), row.getLong(1), row.getLong(2))));
        return new Reports.Players(players);
    }

    /** The busiest rooms of the span, in windows of this length. */
    public Uni<Reports.Rooms> rooms(TimeRange range, Granularity granularity) {
        return pool.withTransaction(
                with ->
                        with.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                                .execute()
                                .chain(
                                        () ->
                                                RowLimit.check(
                                                        with,
                                                        TimelineSources.minutes(granularity),
                                                        tuple(range),
                                                        mostRows))
                                .chain(() -> busiest(with, range, granularity))
                                .chain(rooms -> withPlayers(with, range, granularity, rooms)));
    }

    private static Uni<Map<Key, Long>> busiest(
            SqlConnection with, TimeRange range, Granularity granularity) {
        List<String> parts = new ArrayList<>();
        rolled(granularity).forEach(part -> parts.add(ROLLED_ROOMS.formatted(part)));
        parts.add(MINUTES_OF_ROOMS.formatted(TimelineSources.minutes(granularity)));
        return with.preparedQuery(ROOMS.formatted(String.join(" UNION ALL ", parts), MOST))
                .execute(tuple(range))
                .map(
                        rows -> {
                            Map<Key, Long> rooms = new LinkedHashMap<>();
                            rows.forEach(
                                    row ->
                                            rooms.put(
                                                    new Key(row.getString(0), row.getString(1)),
                                                    row.getLong(2)));
                            return rooms;
                        });
    }

    private static Uni<Reports.Rooms> withPlayers(
            SqlConnection with, TimeRange range, Granularity granularity, Map<Key, Long> rooms) {
        Map<Key, PlayerSet> players = new LinkedHashMap<>();
        rooms.keySet().forEach(key -> players.put(key, new PlayerSet()));
        String[] kinds = rooms.keySet().stream().map(Key::kind).toArray(String[]::new);
        String[] ids = rooms.keySet().stream().map(Key::roomId).toArray(String[]::new);
        Uni<Void> done = Uni.createFrom().voidItem();
        for (String part : rolled(granularity)) {
            done =
                    done.chain(
                            () ->
                                    each(
                                            with,
                                            ROLLED_PLAYERS.formatted(part),
                                            tuple(range).addValue(kinds).addValue(ids),
                                            players,
                                            true));
        }
        return done.chain(
                        () ->
                                each(
                                        with,
                                        PLAYERS_OF_ROOMS.formatted(
                                                TimelineSources.minutes(granularity)),
                                        tuple(range).addValue(kinds).addValue(ids),
                                        players,
                                        false))
                .map(
                        read ->
                                new Reports.Rooms(
                                        rooms.entrySet().stream()
                                                .map(
                                                        room ->
                                                                new Room(
                                                                        room.getKey().kind(),
                                                                        room.getKey().roomId(),
                                                                        room.getValue(),
                                                                        players.get(room.getKey())
                                                                                .count()))
                                                .toList()));
    }

    private static Uni<Void> each(
            SqlConnection with,
            String sql,
            Tuple values,
            Map<Key, PlayerSet> players,
            boolean sets) {
        return with.prepare(sql)
                .onItem()
                .transformToMulti(statement -> statement.createStream(FETCH, values).toMulti())
                .invoke(
                        row -> {
                            PlayerSet of = players.get(new Key(row.getString(0), row.getString(1)));
                            if (sets) {
                                of.merge(row.getBuffer(2).getBytes());
                            } else {
                                of.add(row.getString(2));
                            }
                        })
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static List<String> rolled(Granularity granularity) {
        return switch (granularity) {
            case MINUTE -> List.of();
            case HOUR -> List.of(TimelineSources.rolled(granularity));
            case DAY ->
                    List.of(TimelineSources.rolled(granularity), TimelineSources.hoursOfOpenDays());
        };
    }

    private static Tuple tuple(TimeRange range) {
        return Tuple.of(range.from().atOffset(ZoneOffset.UTC), range.to().atOffset(ZoneOffset.UTC));
    }
}
