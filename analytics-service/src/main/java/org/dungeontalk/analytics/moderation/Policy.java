package org.dungeontalk.analytics.moderation;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.dungeontalk.analytics.alert.Alert;
import org.dungeontalk.analytics.alert.AlertKind;
import org.dungeontalk.analytics.alert.Subject;
import org.dungeontalk.analytics.architecture.FrameworkFree;
import org.dungeontalk.analytics.config.PolicyAction;

/** Decides which action follows from an alert. Pure. */
@FrameworkFree
public final class Policy {

    /** The author of decisions that no moderator made. */
    public static final String BY = "policy";

    /**
     * An alert that ended longer ago has no action, so a second reading of the log mutes nobody.
     */
    private static final Duration FRESH = Duration.ofMinutes(5);

    private final Map<AlertKind, PolicyAction> actions;
    private final Duration muteFor;

    /** A policy with these actions, and {@link PolicyAction#NONE} for other kinds. */
    public Policy(Map<AlertKind, PolicyAction> actions, Duration muteFor) {
        this.actions = Map.copyOf(actions);
        this.muteFor = muteFor;
    }

    /** The current action for this alert. */
    public PolicyAction action(Alert alert, Instant now) {
        PolicyAction action = actions.getOrDefault(alert.kind(), PolicyAction.NONE);
        if (action != PolicyAction.MUTE) {
            return action;
        }
        if (alert.subject().type() != Subject.Type.PLAYER) {
            return PolicyAction.WARN;
        }
        return isFresh(alert.lastAt(), now) ? PolicyAction.MUTE : PolicyAction.NONE;
    }

    /**
     * The mute by an alert whose action is {@link PolicyAction#MUTE}. It starts at the message that
     * raised the alert, or if that is too old, at the last one.
     */
    public MuteDecision mute(Alert alert, Instant now) {
        boolean fresh = isFresh(alert.raisedAt(), now);
        Instant at = Instant.ofEpochMilli(fresh ? alert.raisedAt() : alert.lastAt());
        return new MuteDecision(
                alert.subject().id(),
                true,
                Optional.of(at.plus(muteFor)),
                alert.kind().word(),
                BY,
                at,
                Optional.of(alert.id()));
    }

    private static boolean isFresh(long millis, Instant now) {
        return now.minus(FRESH).toEpochMilli() < millis;
    }
}
