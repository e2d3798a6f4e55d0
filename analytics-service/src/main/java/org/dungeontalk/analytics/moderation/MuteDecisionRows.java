package org.dungeontalk.analytics.moderation;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Tables {@code moderation} and {@code moderation_audit}. A ruling changes both or neither. */
public final class MuteDecisionRows {

    private static final String DECIDE =
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

    private static final String ALERTS_WITH_MUTE =
            "SELECT alert_id FROM analytics.moderation_audit WHERE alert_id = ANY ($1::uuid[])";

    private MuteDecisionRows() {}

    /**
     * Writes a ruling. The item is the time of the decision, or empty if the ruling changes
     * nothing. A moderator's ruling always counts as the newest, whatever the clocks say. One by
     * policy counts only if it is newer than the current one, and never shortens a mute.
     */
    public static Uni<Optional<Instant>> decide(SqlConnection with, MuteDecision decision) {
        Tuple values =
                Tuple.tuple()
                        .addValue(decision.playerId())
                        .addValue(decision.muted())
                        .addValue(time(decision.until()))
                        .addValue(decision.reason())
                        .addValue(decision.by())
                        .addValue(time(Optional.of(decision.at())))
                        .addValue(decision.alertId().orElse(null))
                        .addValue(!decision.by().equals(Policy.BY));
        return with.preparedQuery(DECIDE)
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

    /** Those of these alerts that have caused a mute. */
    public static Uni<Set<UUID>> alertsWithMute(SqlConnection with, Collection<UUID> alerts) {
        return with.preparedQuery(ALERTS_WITH_MUTE)
                .execute(Tuple.of(alerts.toArray(UUID[]::new)))
                .map(
                        rows -> {
                            Set<UUID> alertsWithMute = new HashSet<>();
                            rows.forEach(row -> alertsWithMute.add(row.getUUID(0)));
                            return alertsWithMute;
                        });
    }

    private static OffsetDateTime time(Optional<Instant> instant) {
        return instant.map(known -> known.atOffset(ZoneOffset.UTC)).orElse(null);
    }
}
