package org.dungeontalk.analytics.moderation;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Tables {@code moderation} and {@code moderation_audit}: a ruling changes both or none. */
public final class RulingRows {

    private static final String RULE =
            """
            WITH ruled AS (
                INSERT INTO analytics.moderation AS m (player_id, muted, muted_until, reason,
                    decided_by, decided_at, version)
                VALUES ($1, $2, $3, $4, $5, $6, 1)
                ON CONFLICT (player_id) DO UPDATE SET
                    muted = excluded.muted, muted_until = excluded.muted_until,
                    reason = excluded.reason, decided_by = excluded.decided_by,
                    decided_at = excluded.decided_at, version = m.version + 1
                WHERE $8 OR NOT m.muted OR m.muted_until < excluded.muted_until
                RETURNING player_id)
            INSERT INTO analytics.moderation_audit
                (player_id, muted, muted_until, reason, decided_by, decided_at, alert_id)
            SELECT player_id, $2, $3, $4, $5, $6, $7 FROM ruled\
            """;

    private RulingRows() {}

    /** Writes a ruling. A policy's mute never shortens one that lasts longer. */
    public static Uni<Void> rule(SqlClient with, Ruling ruling) {
        Tuple values =
                Tuple.tuple()
                        .addValue(ruling.playerId())
                        .addValue(ruling.muted())
                        .addValue(time(ruling.until()))
                        .addValue(ruling.reason())
                        .addValue(ruling.by())
                        .addValue(time(Optional.of(ruling.at())))
                        .addValue(ruling.alertId().orElse(null))
                        .addValue(!ruling.by().equals(Policy.BY));
        return with.preparedQuery(RULE).execute(values).replaceWithVoid();
    }

    private static OffsetDateTime time(Optional<Instant> instant) {
        return instant.map(known -> known.atOffset(ZoneOffset.UTC)).orElse(null);
    }
}
