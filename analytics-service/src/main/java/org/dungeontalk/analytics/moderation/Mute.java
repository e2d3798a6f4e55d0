package org.dungeontalk.analytics.moderation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * The current ruling about a player: schemas/moderation.json, the value in topic moderation.
 *
 * @param until when the mute ends; null: when it is lifted
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Mute(
        String playerId, boolean muted, Instant until, String reason, String by, Instant at) {

    /** The columns that {@link #of} reads. */
    public static final String COLUMNS =
            "player_id, muted, muted_until, reason, decided_by, decided_at";

    /** Reads {@link #COLUMNS}. */
    public static Mute of(Row row) {
        OffsetDateTime until = row.getOffsetDateTime("muted_until");
        return new Mute(
                row.getString("player_id"),
                row.getBoolean("muted"),
                until == null ? null : until.toInstant(),
                row.getString("reason"),
                row.getString("decided_by"),
                row.getOffsetDateTime("decided_at").toInstant());
    }
}
