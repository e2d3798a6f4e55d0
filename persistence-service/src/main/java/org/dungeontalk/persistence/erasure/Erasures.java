package org.dungeontalk.persistence.erasure;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;

/** Requests for erasure, in PostgreSQL. Every write of messages reads the same table. */
@ApplicationScoped
public class Erasures {

    private static final int PSEUDONYM_BYTES = 8;

    /** A repeated request may extend the time and may change to ERASE, never the reverse. */
    private static final String REQUEST =
            """
            INSERT INTO persistence.erasure AS e (player_id, pseudonym, mode, through, requested_by)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (player_id) DO UPDATE SET
                through = greatest(e.through, excluded.through), finished_at = NULL,
                published_at = NULL, worker = NULL, leased_until = NULL,
                requested_by = excluded.requested_by, requested_at = excluded.requested_at,
                mode = CASE WHEN 'ERASE' IN (e.mode, excluded.mode) THEN 'ERASE' ELSE e.mode END
            RETURNING *
            """;

    private static final String FIND = "SELECT * FROM persistence.erasure WHERE pseudonym = $1";

    private final SecureRandom random = new SecureRandom();
    private final Pool pool;

    Erasures(@Identifier("writes") Pool pool) {
        this.pool = pool;
    }

    /** Stores the request. Once it is answered, no covered message is written unchanged. */
    public Uni<Erasure> request(String player, ErasureMode mode, Instant through, String by) {
        byte[] bytes = new byte[PSEUDONYM_BYTES];
        random.nextBytes(bytes);
        String pseudonym = "anonymous-" + HexFormat.of().formatHex(bytes);
        OffsetDateTime until = through.atOffset(ZoneOffset.UTC);
        Tuple parameters = Tuple.of(player, pseudonym, mode.name(), until, by);
        return pool.withConnection(
                        connection -> connection.preparedQuery(REQUEST).execute(parameters))
                .map(rows -> first(rows).orElseThrow());
    }

    /** Empty if no player has this pseudonym. */
    public Uni<Optional<Erasure>> find(String pseudonym) {
        return pool.withConnection(
                        connection -> connection.preparedQuery(FIND).execute(Tuple.of(pseudonym)))
                .map(Erasures::first);
    }

    private static Optional<Erasure> first(RowSet<Row> rows) {
        if (!rows.iterator().hasNext()) {
            return Optional.empty();
        }
        Row row = rows.iterator().next();
        return Optional.of(
                new Erasure(
                        row.getString("pseudonym"),
                        ErasureMode.valueOf(row.getString("mode")),
                        instant(row, "through"),
                        row.getString("requested_by"),
                        instant(row, "requested_at"),
                        row.getLong("rows_changed"),
                        instant(row, "finished_at")));
    }

    private static Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant().truncatedTo(ChronoUnit.MILLIS);
    }
}
