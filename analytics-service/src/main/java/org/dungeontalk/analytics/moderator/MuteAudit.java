package org.dungeontalk.analytics.moderator;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The decisions about players, newest first. */
public record MuteAudit(List<Audit> rulings) {

    /**
     * A decision.
     *
     * @param until when the mute ends; null: when it is lifted
     * @param alertId the alert that caused it, or null if a moderator decided
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Audit(
            String playerId,
            boolean muted,
            Instant until,
            String reason,
            String by,
            Instant at,
            UUID alertId) {}
}
