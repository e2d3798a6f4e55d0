package org.dungeontalk.analytics.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An alert as published: schemas/game-alert.json.
 *
 * @param state {@code open} or {@code closed}
 * @param action the policy's action: {@code none}, {@code warn} or {@code mute}
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record AlertView(
        UUID alertId,
        String kind,
        String state,
        String severity,
        String action,
        SubjectView subject,
        String roomId,
        Instant startedAt,
        Instant raisedAt,
        Instant lastAt,
        Instant endsAt,
        long messages,
        int players,
        List<String> cursors) {

    /** The columns that {@link #of} reads, of {@code alert a} and {@code alert_notice n}. */
    public static final String COLUMNS =
            """
            a.id, a.kind, a.severity, n.action, a.subject_type, a.subject_id, a.room_id,
            a.started_at, a.raised_at, a.last_at, a.ends_at, a.messages, a.players, a.cursors\
            """;

    /** The subject of an alert. */
    public record SubjectView(String type, String id) {}

    /** Reads {@link #COLUMNS}. */
    public static AlertView of(Row row, String state) {
        return new AlertView(
                row.getUUID("id"),
                row.getString("kind"),
                state,
                row.getString("severity"),
                row.getString("action"),
                new SubjectView(row.getString("subject_type"), row.getString("subject_id")),
                row.getString("room_id"),
                instant(row, "started_at"),
                instant(row, "raised_at"),
                instant(row, "last_at"),
                instant(row, "ends_at"),
                row.getLong("messages"),
                row.getInteger("players"),
                List.of(row.getArrayOfStrings("cursors")));
    }

    private static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }
}
