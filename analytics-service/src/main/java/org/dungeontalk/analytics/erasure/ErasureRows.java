package org.dungeontalk.analytics.erasure;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;
import org.dungeontalk.analytics.rollup.RollUp;

/** Table {@code erasure}: the erased players, and the progress of each erasure. */
final class ErasureRows {

    /**
     * An erasure that this instance works on.
     *
     * @param from the first hour whose minutes are not done; null: not yet determined
     */
    record Open(Erasure erasure, long version, OffsetDateTime from) {
        Tuple tuple() {
            return Tuple.of(
                    erasure.playerId(),
                    erasure.pseudonym(),
                    erasure.through().atOffset(ZoneOffset.UTC));
        }
    }

    private static final String NEW =
            """
            SELECT count(*) FROM unnest($1::text[], $3::timestamptz[]) AS u (player_id, through)
            WHERE NOT EXISTS (SELECT FROM analytics.erasure e
                WHERE e.player_id = u.player_id AND e.through >= u.through)
                AND $2::text[] IS NOT NULL\
            """;

    private static final String LOCK = "SELECT pg_advisory_xact_lock(" + RollUp.LOCK + ")";

    private static final String TAKE =
            """
            INSERT INTO analytics.erasure AS e (player_id, pseudonym, through, version)
            SELECT u.*, nextval('analytics.erasure_version')
            FROM unnest($1::text[], $2::text[], $3::timestamptz[]) AS u (player_id, pseudonym, through)
            ORDER BY 1
            ON CONFLICT (player_id) DO UPDATE SET
                pseudonym = excluded.pseudonym, through = excluded.through,
                version = excluded.version, next_hour = NULL, claimed_at = NULL, erased_at = NULL
            WHERE e.through < excluded.through\
            """;

    private static final String CLAIM =
            """
            UPDATE analytics.erasure SET claimed_at = now() WHERE player_id = (
                SELECT player_id FROM analytics.erasure
                WHERE erased_at IS NULL
                    AND (claimed_at IS NULL OR claimed_at < now() - interval '1 minute')
                ORDER BY version LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING player_id, pseudonym, through, version, next_hour\
            """;

    private static final String GO_ON =
            """
            UPDATE analytics.erasure SET claimed_at = now(), next_hour = coalesce($3, next_hour)
            WHERE player_id = $1 AND version = $2\
            """;

    private static final String DONE =
            """
            UPDATE analytics.erasure SET erased_at = now(), claimed_at = NULL
            WHERE player_id = $1 AND version = $2\
            """;

    private ErasureRows() {}

    /** Stores requests. It waits for batches in progress; later batches see the requests. */
    static Uni<Void> take(Pool pool, Collection<Erasure> asked) {
        Tuple rows =
                Tuple.of(
                        asked.stream().map(Erasure::playerId).toArray(String[]::new),
                        asked.stream().map(Erasure::pseudonym).toArray(String[]::new),
                        asked.stream()
                                .map(one -> one.through().atOffset(ZoneOffset.UTC))
                                .toArray(OffsetDateTime[]::new));
        return pool.withTransaction(
                with ->
                        with.preparedQuery(NEW)
                                .execute(rows)
                                .chain(
                                        found ->
                                                found.iterator().next().getLong(0) == 0
                                                        ? Uni.createFrom().voidItem()
                                                        : with.query(LOCK)
                                                                .execute()
                                                                .chain(
                                                                        () ->
                                                                                with.preparedQuery(
                                                                                                TAKE)
                                                                                        .execute(
                                                                                                rows))
                                                                .replaceWithVoid()));
    }

    /** Claims the oldest unclaimed erasure for a minute. */
    static Uni<Optional<Open>> claim(Pool pool) {
        return pool.withConnection(with -> with.query(CLAIM).execute())
                .map(
                        rows -> {
                            if (rows.size() == 0) {
                                return Optional.empty();
                            }
                            Row row = rows.iterator().next();
                            Erasure erasure =
                                    new Erasure(
                                            row.getString(0),
                                            row.getString(1),
                                            row.getOffsetDateTime(2).toInstant());
                            return Optional.of(
                                    new Open(erasure, row.getLong(3), row.getOffsetDateTime(4)));
                        });
    }

    /**
     * Renews the claim.
     *
     * @param from the first hour whose minutes are not done; null leaves it unchanged
     * @return false if the erasure was requested again meanwhile
     */
    static Uni<Boolean> goOn(SqlConnection with, Open open, OffsetDateTime from) {
        return with.preparedQuery(GO_ON)
                .execute(Tuple.of(open.erasure().playerId(), open.version(), from))
                .map(updated -> updated.rowCount() == 1);
    }

    /** Marks the erasure as done. */
    static Uni<Void> done(SqlConnection with, Open open) {
        return with.preparedQuery(DONE)
                .execute(Tuple.of(open.erasure().playerId(), open.version()))
                .replaceWithVoid();
    }
}
