package org.dungeontalk.analytics.store;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
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

    private static final String PROGRESS =
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

    private static final String REPORT =
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

    static Uni<Map<Integer, PartitionProgress>> progress(
            SqlConnection with, String epoch, Collection<Integer> partitions) {
        Object numbers = partitions.stream().sorted().toArray(Integer[]::new);
        Columns<Integer> question = Columns.of(List.<Integer>of()).value(epoch).value(numbers);
        return with.preparedQuery(BEGIN)
                .execute(question.tuple())
                .chain(() -> with.preparedQuery(PROGRESS).execute(question.tuple()))
                .map(
                        rows -> {
                            Map<Integer, PartitionProgress> found = new HashMap<>();
                            rows.forEach(
                                    row -> {
                                        long next = row.getLong(1);
                                        Long state = row.getLong(2);
                                        found.put(
                                                row.getInteger(0),
                                                state == null
                                                        ? new PartitionProgress(next, 0, null)
                                                        : new PartitionProgress(
                                                                next,
                                                                state,
                                                                row.getBuffer(3).getBytes()));
                                    });
                            return found;
                        });
    }

    /** Moves all partitions, or fails if another instance has moved one of them. */
    static void move(Pipeline to, String epoch, List<PartitionUpdate> updates) {
        Columns<PartitionUpdate> rows =
                Columns.of(updates)
                        .value(epoch)
                        .ints(PartitionUpdate::partition)
                        .longs(PartitionUpdate::from)
                        .longs(PartitionUpdate::to)
                        .ints(PartitionUpdate::counted);
        to.add(
                MOVE,
                rows.tuple(),
                moved -> {
                    if (moved != updates.size()) {
                        throw new ProgressConflictException();
                    }
                });
        for (PartitionUpdate update : updates) {
            if (update.snapshot() != null) {
                Columns<PartitionUpdate> row =
                        Columns.of(List.<PartitionUpdate>of())
                                .value(epoch)
                                .value(update.partition())
                                .value(update.to())
                                .value(Buffer.buffer(update.snapshot()));
                to.add(KEEP, row.tuple());
            }
        }
    }

    /** Reports the status of partitions. The item lists those that this reader may still move. */
    static Uni<List<Integer>> report(
            SqlConnection with, String epoch, List<PartitionStatus> statuses) {
        Columns<PartitionStatus> rows =
                Columns.of(statuses)
                        .value(epoch)
                        .ints(PartitionStatus::partition)
                        .longs(PartitionStatus::nextOffset)
                        .longs(PartitionStatus::lag)
                        .times(PartitionStatus::completeUntil);
        return with.preparedQuery(REPORT)
                .execute(rows.tuple())
                .map(
                        found -> {
                            List<Integer> mine = new ArrayList<>();
                            found.forEach(row -> mine.add(row.getInteger(0)));
                            return mine;
                        });
    }
}
