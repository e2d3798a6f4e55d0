package org.dungeontalk.analytics.store;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tables {@code progress} and {@code snapshot}. */
final class ProgressRows {

    private static final String BEGIN =
            """
            INSERT INTO analytics.progress (epoch, partition, next_offset)
            SELECT $1, p, 0 FROM unnest($2::int[]) AS p ORDER BY p
            ON CONFLICT DO NOTHING\
            """;

    private static final String STANDING =
            """
            SELECT p.partition, p.next_offset, s.next_offset, s.state
            FROM analytics.progress p
            LEFT JOIN analytics.snapshot s
                ON s.epoch = p.epoch AND s.partition = p.partition AND s.next_offset <= p.next_offset
            WHERE p.epoch = $1 AND p.partition = ANY ($2::int[])\
            """;

    private static final String MOVE =
            """
            UPDATE analytics.progress p
            SET next_offset = n.after, counted = p.counted + n.counted
            FROM unnest($2::int[], $3::bigint[], $4::bigint[], $5::int[])
                AS n (partition, before, after, counted)
            WHERE p.epoch = $1 AND p.partition = n.partition AND p.next_offset = n.before\
            """;

    private static final String KEEP =
            """
            INSERT INTO analytics.snapshot AS s (epoch, partition, next_offset, state)
            VALUES ($1, $2, $3, $4)
            ON CONFLICT (epoch, partition) DO UPDATE
            SET next_offset = excluded.next_offset, state = excluded.state, taken_at = now()\
            """;

    private static final String SEEN =
            """
            UPDATE analytics.progress p
            SET lag = n.lag,
                complete_until = CASE WHEN p.next_offset < p.complete_at THEN n.complete_until
                    ELSE greatest(p.complete_until, n.complete_until) END,
                complete_at = p.next_offset
            FROM unnest($2::int[], $3::bigint[], $4::bigint[], $5::timestamptz[])
                AS n (partition, next_offset, lag, complete_until)
            WHERE p.epoch = $1 AND p.partition = n.partition AND p.next_offset = n.next_offset
            RETURNING p.partition\
            """;

    private ProgressRows() {}

    static Uni<Map<Integer, Standing>> standing(
            SqlClient with, String epoch, Collection<Integer> partitions) {
        Object numbers = partitions.stream().sorted().toArray(Integer[]::new);
        Columns<Integer> question = Columns.of(List.<Integer>of()).value(epoch).value(numbers);
        return with.preparedQuery(BEGIN)
                .execute(question.tuple())
                .chain(() -> with.preparedQuery(STANDING).execute(question.tuple()))
                .map(
                        rows -> {
                            Map<Integer, Standing> found = new HashMap<>();
                            rows.forEach(
                                    row -> {
                                        long next = row.getLong(1);
                                        Long state = row.getLong(2);
                                        found.put(
                                                row.getInteger(0),
                                                state == null
                                                        ? new Standing(next, 0, null)
                                                        : new Standing(
                                                                next,
                                                                state,
                                                                row.getBuffer(3).getBytes()));
                                    });
                            return found;
                        });
    }

    /** Moves all partitions or fails: another instance moved one of them. */
    static Uni<Void> move(SqlClient with, String epoch, List<Advance> advances) {
        Columns<Advance> rows =
                Columns.of(advances)
                        .value(epoch)
                        .ints(Advance::partition)
                        .longs(Advance::from)
                        .longs(Advance::to)
                        .ints(Advance::counted);
        return with.preparedQuery(MOVE)
                .execute(rows.tuple())
                .invoke(
                        moved -> {
                            if (moved.rowCount() != advances.size()) {
                                throw new Overtaken();
                            }
                        })
                .chain(() -> keep(with, epoch, advances));
    }

    private static Uni<Void> keep(SqlClient with, String epoch, List<Advance> advances) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (Advance advance : advances) {
            if (advance.snapshot() != null) {
                Columns<Advance> row =
                        Columns.of(List.<Advance>of())
                                .value(epoch)
                                .value(advance.partition())
                                .value(advance.to())
                                .value(Buffer.buffer(advance.snapshot()));
                done =
                        done.chain(
                                () ->
                                        with.preparedQuery(KEEP)
                                                .execute(row.tuple())
                                                .replaceWithVoid());
            }
        }
        return done;
    }

    /** Tells how the partitions look to their reader; the item is those it still may move. */
    static Uni<List<Integer>> seen(SqlClient with, String epoch, List<Sight> sights) {
        Columns<Sight> rows =
                Columns.of(sights)
                        .value(epoch)
                        .ints(Sight::partition)
                        .longs(Sight::nextOffset)
                        .longs(Sight::lag)
                        .times(Sight::completeUntil);
        return with.preparedQuery(SEEN)
                .execute(rows.tuple())
                .map(
                        found -> {
                            List<Integer> mine = new ArrayList<>();
                            found.forEach(row -> mine.add(row.getInteger(0)));
                            return mine;
                        });
    }
}
