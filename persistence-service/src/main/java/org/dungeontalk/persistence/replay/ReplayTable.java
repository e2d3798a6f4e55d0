package org.dungeontalk.persistence.replay;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Replays in PostgreSQL, shared by all instances. Blocks nothing. */
@ApplicationScoped
class ReplayTable {

    private static final String INSERT =
            """
            INSERT INTO persistence.replay (id, log_epoch, asked, requested_by)
            VALUES ($1, $2, $3, $4)
            """;

    private static final String INSERT_RANGE =
            """
            INSERT INTO persistence.replay_partition
                (replay_id, log_partition, from_offset, upto_offset, next_offset)
            VALUES ($1, $2, $3, $4, $3)
            """;

    private static final String FIND =
            """
            SELECT r.id, r.asked, r.requested_by, r.requested_at, p.log_partition, p.from_offset,
                p.upto_offset, p.next_offset, p.worker, p.finished_at, p.stored, p.duplicate,
                p.refused
            FROM persistence.replay r LEFT JOIN persistence.replay_partition p ON p.replay_id = r.id
            WHERE r.id = coalesce($1::uuid, (
                SELECT id FROM persistence.replay ORDER BY requested_at DESC, id LIMIT 1))
            ORDER BY p.log_partition
            """;

    private static final String LEASE =
            """
            UPDATE persistence.replay_partition SET worker = $1, leased_until = now() + make_interval(secs => $3)
            WHERE (replay_id, log_partition) = (
                SELECT p.replay_id, p.log_partition
                FROM persistence.replay_partition p JOIN persistence.replay r ON r.id = p.replay_id
                WHERE p.finished_at IS NULL AND r.log_epoch = $2
                    AND (p.leased_until IS NULL OR p.leased_until < now())
                ORDER BY r.requested_at, p.log_partition
                LIMIT 1 FOR UPDATE OF p SKIP LOCKED)
            RETURNING replay_id, log_partition, next_offset, upto_offset
            """;

    private static final String ADVANCE =
            """
            UPDATE persistence.replay_partition SET
                next_offset = $4, stored = stored + $5, duplicate = duplicate + $6,
                refused = refused + $7, leased_until = now() + make_interval(secs => $8),
                finished_at = CASE WHEN $4 >= upto_offset THEN now() END
            WHERE replay_id = $1 AND log_partition = $2 AND worker = $3 AND finished_at IS NULL
            """;

    /** A partition of a replay that this instance has leased. */
    record LeasedPartition(UUID replay, int partition, long next, long upto) {}

    /** The result of reading and writing some records. */
    record Step(long next, int stored, int duplicate, int refused) {}

    private final Pool pool;

    ReplayTable(@Identifier("writes") Pool pool) {
        this.pool = pool;
    }

    Uni<Void> insert(UUID id, int epoch, String asked, String by, List<OffsetRange> ranges) {
        List<Tuple> rows = new ArrayList<>();
        for (OffsetRange it : ranges) {
            rows.add(Tuple.of(id, it.partition(), it.from(), it.upto()));
        }
        return pool.withTransaction(
                connection ->
                        connection
                                .preparedQuery(INSERT)
                                .execute(Tuple.of(id, epoch, asked, by))
                                .chain(
                                        () ->
                                                rows.isEmpty()
                                                        ? Uni.createFrom().nullItem()
                                                        : connection
                                                                .preparedQuery(INSERT_RANGE)
                                                                .executeBatch(rows))
                                .replaceWithVoid());
    }

    /**
     * @param id null for the newest
     */
    Uni<Optional<ReplayProgress>> find(UUID id) {
        return pool.withConnection(
                        connection -> connection.preparedQuery(FIND).execute(Tuple.of(id)))
                .map(ReplayTable::progress);
    }

    /** Leases a partition without a lease; empty if there is none. */
    Uni<Optional<LeasedPartition>> lease(String worker, int epoch, Duration lease) {
        Tuple parameters = Tuple.of(worker, epoch, (double) lease.toSeconds());
        return pool.withConnection(
                        connection -> connection.preparedQuery(LEASE).execute(parameters))
                .map(ReplayTable::leased);
    }

    /** Stores a step and renews the lease; false if this worker has lost the lease. */
    Uni<Boolean> advance(LeasedPartition leased, String worker, Step step, Duration lease) {
        Tuple parameters =
                Tuple.tuple(
                        List.of(
                                leased.replay(),
                                leased.partition(),
                                worker,
                                step.next(),
                                step.stored(),
                                step.duplicate(),
                                step.refused(),
                                (double) lease.toSeconds()));
        return pool.withConnection(
                        connection -> connection.preparedQuery(ADVANCE).execute(parameters))
                .map(rows -> rows.rowCount() == 1);
    }

    private static Optional<LeasedPartition> leased(RowSet<Row> rows) {
        if (!rows.iterator().hasNext()) {
            return Optional.empty();
        }
        Row row = rows.iterator().next();
        return Optional.of(
                new LeasedPartition(
                        row.getUUID("replay_id"),
                        row.getInteger("log_partition"),
                        row.getLong("next_offset"),
                        row.getLong("upto_offset")));
    }

    private static Optional<ReplayProgress> progress(RowSet<Row> rows) {
        if (!rows.iterator().hasNext()) {
            return Optional.empty();
        }
        List<ReplayProgress.Partition> partitions = new ArrayList<>();
        for (Row row : rows) {
            if (row.getInteger("log_partition") != null) {
                partitions.add(partition(row));
            }
        }
        Row first = rows.iterator().next();
        return Optional.of(
                ReplayProgress.of(
                        first.getUUID("id"),
                        first.getString("asked"),
                        first.getString("requested_by"),
                        instant(first, "requested_at"),
                        partitions));
    }

    private static ReplayProgress.Partition partition(Row row) {
        return new ReplayProgress.Partition(
                row.getInteger("log_partition"),
                row.getLong("from_offset"),
                row.getLong("upto_offset"),
                row.getLong("next_offset"),
                row.getString("worker"),
                instant(row, "finished_at"),
                row.getLong("stored"),
                row.getLong("duplicate"),
                row.getLong("refused"));
    }

    private static Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant().truncatedTo(ChronoUnit.MILLIS);
    }
}
