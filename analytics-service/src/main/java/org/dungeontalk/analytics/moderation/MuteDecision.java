package org.dungeontalk.analytics.moderation;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.dungeontalk.analytics.architecture.FrameworkFree;

/**
 * A decision about a player.
 *
 * @param muted false lifts a mute
 * @param until when the mute ends; empty: when it is lifted
 * @param by the moderator's player id, or {@code policy}
 * @param alertId the alert that caused it
 */
@FrameworkFree
public record MuteDecision(
        String playerId,
        boolean muted,
        Optional<Instant> until,
        String reason,
        String by,
        Instant at,
        Optional<UUID> alertId) {}
