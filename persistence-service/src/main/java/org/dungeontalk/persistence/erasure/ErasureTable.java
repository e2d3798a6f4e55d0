package org.dungeontalk.persistence.erasure;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The erasures in progress, in PostgreSQL, shared by all instances. Blocks nothing. */
@ApplicationScoped
class ErasureTable {

    private static final String TAKE =
            """
            UPDATE persistence.erasure SET
                worker = $1, leased_until = now() + make_interval(secs => $2)
            WHERE player_id = (
                SELECT player_id FROM persistence.erasure
                WHERE finished_at IS NULL AND (leased_until IS NULL OR leased_until < now())
                ORDER BY requested_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING player_id, pseudonym, mode, through
            """;

    private static final String RENEW =
            """
            UPDATE persistence.erasure SET leased_until = now() + make_interval(secs => $3)
            WHERE player_id = $1 AND worker = $2 AND finished_at IS NULL
            """;

    private static final String FINISH =
            """
            UPDATE persistence.erasure SET finished_at = now()
            WHERE player_id = $1 AND worker = $2 AND finished_at IS NULL
            RETURNING rows_changed
            """;

    /** Transactions that write messages and may have begun before a request was stored. */
    private static final String WRITERS =
            """
            SELECT virtualtransaction FROM pg_locks
            WHERE relation = 'persistence.message'::regclass AND mode = 'RowExclusiveLock' AND granted
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """;

    /** Forces a look-up of each row by its primary key, whatever the statistics say. */
    private static final String BY_KEY =
            "SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off;"
                    + " SET LOCAL statement_timeout = '60s'";

    /** Finds one chunk by an index, changes it, counts it, and renews the lease. */
    private static final String CHUNK =
            """
            WITH chunk AS (
                SELECT message_id, room_id, created_at FROM persistence.message
                WHERE %s = $2 AND created_at <= $5 AND created_at >= coalesce($6::timestamptz, '-infinity') %s
                ORDER BY created_at LIMIT $7),
            changed AS (
                UPDATE persistence.message AS m SET %s FROM chunk
                WHERE m.message_id = chunk.message_id AND m.room_id = chunk.room_id RETURNING 1)
            UPDATE persistence.erasure SET
                rows_changed = rows_changed + (SELECT count(*) FROM changed),
                leased_until = now() + make_interval(secs => $8)
            WHERE player_id = $1 AND worker = $9 AND finished_at IS NULL
                AND $3::text IS NOT NULL AND $4::text IS NOT NULL
            RETURNING (SELECT count(*) FROM chunk) AS found, (SELECT max(created_at) FROM chunk) AS upto
            """;

    private static final String SENT =
            """
            sender_id = $3, sender_nickname = $3,
                content = CASE WHEN $4 = 'ERASE' THEN '' ELSE content END,
                ai_sources = CASE WHEN $4 = 'ERASE' THEN NULL ELSE ai_sources END,
                erased = erased OR $4 = 'ERASE'
            """;

    /** Which rows are changed; each is found by its own index. */
    enum Part {
        SENT_BY_PLAYER("sender_id", "", SENT),
        SENT_BY_PSEUDONYM("sender_id", "AND NOT erased AND $4 = 'ERASE'", SENT),
        WHISPERED_TO_PLAYER("receiver_id", "", "receiver_id = $3");

        private final String statement;

        Part(String column, String condition, String change) {
            this.statement = CHUNK.formatted(column, condition, change);
        }
    }

    /** An erasure that this instance works on. */
    record Task(String player, String pseudonym, String mode, OffsetDateTime through) {}

    /**
     * The result of one chunk.
     *
     * @param found rows that were to be changed
     * @param upto the newest of their times, null if there were none
     */
    record Chunk(long found, OffsetDateTime upto) {}

    private final Pool pool;

    ErasureTable(@Identifier("writes") Pool pool) {
        this.pool = pool;
    }

    /** Leases the oldest erasure without a lease; empty if there is none. */
    Uni<Optional<Task>> take(String worker, Duration lease) {
        return query(TAKE, worker, seconds(lease)).map(ErasureTable::task);
    }

    /** False if this worker has lost the lease. */
    Uni<Boolean> renew(Task task, String worker, Duration lease) {
        return query(RENEW, task.player(), worker, seconds(lease))
                .map(rows -> rows.rowCount() == 1);
    }

    /** The number of all changed rows; empty if this worker has lost the lease. */
    Uni<Optional<Long>> finish(Task task, String worker) {
        return query(FINISH, task.player(), worker)
                .map(ErasureTable::first)
                .map(row -> row.map(it -> it.getLong("rows_changed")));
    }

    /** The transactions that write messages now. */
    Uni<List<String>> writers() {
        return query(WRITERS)
                .map(
                        rows -> {
                            List<String> writers = new ArrayList<>();
                            rows.forEach(row -> writers.add(row.getString(0)));
                            return writers;
                        });
    }

    /**
     * Changes the next rows of a part, the oldest first.
     *
     * @param from rows of this time and later; null for all
     * @return empty if this worker has lost the lease
     */
    Uni<Optional<Chunk>> change(
            Task task, String worker, Part part, OffsetDateTime from, int rows, Duration lease) {
        String whose = part == Part.SENT_BY_PSEUDONYM ? task.pseudonym() : task.player();
        Tuple parameters =
                Tuple.tuple(
                        Arrays.asList(
                                task.player(),
                                whose,
                                task.pseudonym(),
                                task.mode(),
                                task.through(),
                                from,
                                (long) rows,
                                seconds(lease),
                                worker));
        return pool.withTransaction(
                        connection ->
                                connection
                                        .query(BY_KEY)
                                        .execute()
                                        .chain(
                                                () ->
                                                        connection
                                                                .preparedQuery(part.statement)
                                                                .execute(parameters)))
                .map(ErasureTable::first)
                .map(
                        row ->
                                row.map(
                                        it ->
                                                new Chunk(
                                                        it.getLong("found"),
                                                        it.getOffsetDateTime("upto"))));
    }

    private Uni<RowSet<Row>> query(String statement, Object... parameters) {
        Tuple tuple = Tuple.tuple(List.of(parameters));
        return pool.withConnection(
                connection -> connection.preparedQuery(statement).execute(tuple));
    }

    private static double seconds(Duration duration) {
        return duration.toSeconds();
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return rows.iterator().hasNext() ? Optional.of(rows.iterator().next()) : Optional.empty();
    }

    private static Optional<Task> task(RowSet<Row> rows) {
        return first(rows)
                .map(
                        row ->
                                new Task(
                                        row.getString("player_id"),
                                        row.getString("pseudonym"),
                                        row.getString("mode"),
                                        row.getOffsetDateTime("through")));
    }
}
