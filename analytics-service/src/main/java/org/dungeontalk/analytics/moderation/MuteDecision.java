package org.dungeontalk.analytics.moderation;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.dungeontalk.analytics.architecture.FrameworkFree;

/**
 * A decision about a player.
 *
 * @param muted false: a mute is lifted
 * @param until when the mute ends; empty: when it is lifted
 * @param by the moderator's player id, or {@code policy}
 * @param alertId the alert it follows from
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
