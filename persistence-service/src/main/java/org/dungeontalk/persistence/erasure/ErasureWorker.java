package org.dungeontalk.persistence.erasure;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.dungeontalk.persistence.lifecycle.Reason;
import org.jboss.logging.Logger;

/**
 * Changes the rows of players who asked for it, one player at a time in one transaction; an
 * instance that dies in it leaves the work to the next. Blocks no thread.
 *
 * <p>Complete although writers go on meanwhile: a statement that began before the request was noted
 * does not know of it, so the worker first waits until all of those have ended, by a lock that
 * holds new ones back for that moment. Those that begin later ask the table themselves.
 */
@ApplicationScoped
class ErasureWorker {

    private static final Logger LOG = Logger.getLogger(ErasureWorker.class);
    private static final Duration LIMIT = Duration.ofSeconds(100);

    private static final String OPEN =
            "SELECT 1 FROM persistence.erasure WHERE finished_at IS NULL LIMIT 1";

    private static final String TAKE =
            """
            SELECT player_id, pseudonym, mode, through FROM persistence.erasure
            WHERE finished_at IS NULL ORDER BY requested_at LIMIT 1 FOR UPDATE SKIP LOCKED
            """;

    private static final String SAID =
            """
            UPDATE persistence.message SET sender_id = $2, sender_nickname = $2,
                content = CASE WHEN $3 = 'ERASE' THEN '' ELSE content END,
                ai_sources = CASE WHEN $3 = 'ERASE' THEN NULL ELSE ai_sources END,
                erased = erased OR $3 = 'ERASE'
            WHERE sender_id IN ($1, $2) AND created_at <= $4 AND NOT erased
                AND (sender_id <> $2 OR $3 = 'ERASE')
            """;

    private static final String HEARD =
            """
            UPDATE persistence.message SET receiver_id = $2
            WHERE receiver_id = $1 AND created_at <= $3
            """;

    private static final String FINISH =
            """
            UPDATE persistence.erasure SET finished_at = now(), rows_changed = rows_changed + $2
            WHERE player_id = $1
            """;

    private final Pool pool;

    ErasureWorker(Pool pool) {
        this.pool = pool;
    }

    /** Never fails: what did not work is tried the next time. */
    @Scheduled(
            every = "{dungeontalk.replay.look-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return pool.withConnection(connection -> connection.query(OPEN).execute())
                .chain(open -> open.size() == 0 ? Uni.createFrom().voidItem() : eraseNext())
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .onFailure()
                .invoke(failure -> LOG.debugf("An erasure waits: %s", Reason.of(failure)))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> eraseNext() {
        return pool.withTransaction(ErasureWorker::awaitWriters)
                .chain(() -> pool.withTransaction(ErasureWorker::eraseNext));
    }

    private static Uni<Void> awaitWriters(SqlConnection connection) {
        return connection
                .query("SET LOCAL lock_timeout = '10s'")
                .execute()
                .chain(
                        () ->
                                connection
                                        .query("LOCK TABLE ONLY persistence.message IN SHARE MODE")
                                        .execute())
                .replaceWithVoid();
    }

    private static Uni<Void> eraseNext(SqlConnection connection) {
        return connection
                .query(TAKE)
                .execute()
                .chain(
                        rows ->
                                rows.iterator().hasNext()
                                        ? erase(connection, rows.iterator().next())
                                        : Uni.createFrom().voidItem());
    }

    private static Uni<Void> erase(SqlConnection connection, Row request) {
        String player = request.getString("player_id");
        String pseudonym = request.getString("pseudonym");
        Object through = request.getOffsetDateTime("through");
        Tuple said = Tuple.of(player, pseudonym, request.getString("mode"), through);
        Tuple heard = Tuple.of(player, pseudonym, through);
        return connection
                .preparedQuery(SAID)
                .execute(said)
                .map(RowSet::rowCount)
                .chain(
                        changed ->
                                connection
                                        .preparedQuery(HEARD)
                                        .execute(heard)
                                        .map(rows -> changed + rows.rowCount()))
                .chain(
                        changed ->
                                connection
                                        .preparedQuery(FINISH)
                                        .execute(Tuple.of(player, changed.longValue()))
                                        .invoke(() -> LOG.infof("%s: %d rows", pseudonym, changed)))
                .replaceWithVoid();
    }
}
