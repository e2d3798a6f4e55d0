package org.dungeontalk.analytics.moderation;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

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
                    decided_at = greatest(excluded.decided_at, m.decided_at + interval '1 millisecond'),
                    version = m.version + 1, forget = false
                WHERE $8 OR m.decided_at < excluded.decided_at
                    AND (NOT m.muted OR m.muted_until < excluded.muted_until)
                RETURNING player_id, decided_at)
            INSERT INTO analytics.moderation_audit
                (player_id, muted, muted_until, reason, decided_by, decided_at, alert_id)
            SELECT player_id, $2, $3, $4, $5, decided_at, $7 FROM ruled
            RETURNING decided_at\
            """;

    private static final String RULED =
            "SELECT alert_id FROM analytics.moderation_audit WHERE alert_id = ANY ($1::uuid[])";

    private RulingRows() {}

    /**
     * Writes a ruling; the item is when it was decided, empty: it changes nothing. A moderator's is
     * the newest whatever the clocks say. A policy's counts only if it is newer than what holds,
     * and never shortens a mute.
     */
    public static Uni<Optional<Instant>> rule(SqlClient with, Ruling ruling) {
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
        return with.preparedQuery(RULE)
                .execute(values)
                .map(
                        rows ->
                                rows.size() == 0
                                        ? Optional.empty()
                                        : Optional.of(
                                                rows.iterator()
                                                        .next()
                                                        .getOffsetDateTime(0)
                                                        .toInstant()));
    }

    /** Of these alerts those from which a mute has followed. */
    public static Uni<Set<UUID>> ruled(SqlClient with, Collection<UUID> alerts) {
        return with.preparedQuery(RULED)
                .execute(Tuple.of(alerts.toArray(UUID[]::new)))
                .map(
                        rows -> {
                            Set<UUID> ruled = new HashSet<>();
                            rows.forEach(row -> ruled.add(row.getUUID(0)));
                            return ruled;
                        });
    }

    private static OffsetDateTime time(Optional<Instant> instant) {
        return instant.map(known -> known.atOffset(ZoneOffset.UTC)).orElse(null);
    }
}
