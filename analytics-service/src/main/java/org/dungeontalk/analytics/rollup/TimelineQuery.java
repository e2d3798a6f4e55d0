package org.dungeontalk.analytics.rollup;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dungeontalk.analytics.activity.Grain;
import org.dungeontalk.analytics.activity.Question;
import org.dungeontalk.analytics.message.Kind;

/**
 * Answers in windows: of those that are rolled up from {@code rollup}, of the others from {@code
 * activity}. All statements see one snapshot. Never blocks.
 */
@ApplicationScoped
public class TimelineQuery {

    private static final String ROLLED =
            """
            SELECT starts_at, messages, joins, leaves, whispers, turns, players
            FROM analytics.rollup
            WHERE grain = $1 AND starts_at >= $2 AND starts_at < $3 AND kind = $4 AND room_id = $5\
            """;

    private static final String LIVE =
            """
            SELECT date_trunc($1, minute, 'UTC'), player_id, sum(messages), sum(joins), sum(leaves),
                sum(whispers), sum(turns)
            FROM analytics.activity
            WHERE minute >= $2 AND minute < $3 AND ($4 = '' OR kind = $4) AND ($5 = '' OR room_id = $5)
                AND NOT EXISTS (SELECT FROM analytics.rollup r WHERE r.grain = $1 AND r.kind = ''
                    AND r.room_id = '' AND r.starts_at = date_trunc($1, minute, 'UTC'))
            GROUP BY 1, 2 ORDER BY 1, 2\
            """;

    /** Of a room whose minutes are past their time a roll-up knows it. */
    private static final String KIND =
            """
            (SELECT kind FROM analytics.activity WHERE room_id = $1 LIMIT 1)
            UNION ALL (SELECT kind FROM analytics.rollup WHERE room_id = $1 LIMIT 1) LIMIT 1\
            """;

    private static final String NEW =
            """
            SELECT date_trunc($1, first_at, 'UTC'), count(*) FROM analytics.player
            WHERE first_at >= $2 AND first_at < $3 GROUP BY 1\
            """;

    private final Pool pool;

    TimelineQuery(Pool pool) {
        this.pool = pool;
    }

    private static final class Sum {
        private final long[] counts = new long[5];
        private final PlayerSet players = new PlayerSet();
    }

    /** The windows of the question's span, those with a message, oldest first. */
    public Uni<Timeline> answer(Question question, Grain grain) {
        Tuple span =
                Tuple.of(
                        grain.word(),
                        question.span().from().atOffset(ZoneOffset.UTC),
                        question.span().to().atOffset(ZoneOffset.UTC));
        Tuple full =
                Tuple.tuple(
                                new ArrayList<>(
                                        List.of(
                                                span.getValue(0),
                                                span.getValue(1),
                                                span.getValue(2))))
                        .addValue(question.kind().map(Kind::word).orElse(""))
                        .addValue(question.roomId().orElse(""));
        boolean whole = question.kind().isEmpty() && question.roomId().isEmpty();
        return pool.withTransaction(
                with ->
                        with.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                                .execute()
                                .chain(() -> read(with, question, grain, span, full, whole)));
    }

    private static Uni<Timeline> read(
            SqlConnection with,
            Question question,
            Grain grain,
            Tuple span,
            Tuple full,
            boolean whole) {
        Map<Instant, Sum> sums = new TreeMap<>();
        PlayerSet all = new PlayerSet();
        Map<Instant, Long> fresh = new HashMap<>();
        return roomOf(with, question)
                .chain(kind -> with.preparedQuery(ROLLED).execute(withKind(full, kind)))
                .invoke(rows -> rows.forEach(row -> rolled(row, sums, all)))
                .chain(() -> with.preparedQuery(LIVE).execute(full))
                .invoke(rows -> rows.forEach(row -> live(row, sums, all)))
                .chain(() -> with.preparedQuery(NEW).execute(span))
                .invoke(rows -> rows.forEach(row -> fresh.put(at(row), row.getLong(1))))
                .map(rows -> timeline(question, grain, sums, all, whole ? fresh : null));
    }

    /** Rooms are rolled up under their kind: where none is asked for, it is the room's own. */
    private static Uni<String> roomOf(SqlConnection with, Question question) {
        if (question.roomId().isEmpty() || question.kind().isPresent()) {
            return Uni.createFrom().item(question.kind().map(Kind::word).orElse(""));
        }
        return with.preparedQuery(KIND)
                .execute(Tuple.of(question.roomId().get()))
                .map(rows -> rows.size() == 0 ? "" : rows.iterator().next().getString(0));
    }

    private static Tuple withKind(Tuple full, String kind) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < full.size(); i++) {
            values.add(i == 3 ? kind : full.getValue(i));
        }
        return Tuple.tuple(values);
    }

    private static void rolled(Row row, Map<Instant, Sum> sums, PlayerSet all) {
        Sum sum = sums.computeIfAbsent(at(row), start -> new Sum());
        for (int i = 0; i < sum.counts.length; i++) {
            sum.counts[i] += row.getLong(1 + i);
        }
        byte[] players = row.getBuffer(6).getBytes();
        sum.players.merge(players);
        all.merge(players);
    }

    private static void live(Row row, Map<Instant, Sum> sums, PlayerSet all) {
        Sum sum = sums.computeIfAbsent(at(row), start -> new Sum());
        for (int i = 0; i < sum.counts.length; i++) {
            sum.counts[i] += row.getLong(2 + i);
        }
        sum.players.add(row.getString(1));
        all.add(row.getString(1));
    }

    private static Instant at(Row row) {
        return row.getOffsetDateTime(0).toInstant();
    }

    private static Timeline timeline(
            Question question,
            Grain grain,
            Map<Instant, Sum> sums,
            PlayerSet all,
            Map<Instant, Long> fresh) {
        List<Timeline.Window> windows = new ArrayList<>();
        sums.forEach((start, sum) -> windows.add(window(start, sum, fresh)));
        return new Timeline(
                question.span().from(),
                question.span().to(),
                grain.word(),
                all.count(),
                fresh == null ? null : fresh.values().stream().mapToLong(n -> n).sum(),
                windows);
    }

    private static Timeline.Window window(Instant start, Sum sum, Map<Instant, Long> fresh) {
        long players = sum.players.count();
        Long first = fresh == null ? null : Math.min(players, fresh.getOrDefault(start, 0L));
        return new Timeline.Window(
                start,
                sum.counts[0],
                players,
                first,
                first == null ? null : players - first,
                sum.counts[1],
                sum.counts[2],
                sum.counts[3],
                sum.counts[4]);
    }
}
