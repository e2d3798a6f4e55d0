package org.dungeontalk.analytics.moderator;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The decisions about players, newest first. */
public record Ruled(List<Audit> rulings) {

    /**
     * A decision.
     *
     * @param until when the mute ends; null: when it is lifted
     * @param alertId the alert it follows from, null where a moderator decided
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

    /**
     * What a moderator asks for.
     *
     * @param minutes how long, up to a year; null: until it is lifted
     * @param reason shown to the player, at most 200 characters; null: none
     */
    public record Muting(Integer minutes, String reason) {}
}
