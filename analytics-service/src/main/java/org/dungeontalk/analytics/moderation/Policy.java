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

/** What follows from which alert. Pure. */
@FrameworkFree
public final class Policy {

    /** Who decides, where no moderator does. */
    public static final String BY = "policy";

    /** What ended longer ago is history: a log that is read again mutes nobody. */
    private static final Duration FRESH = Duration.ofMinutes(5);

    private final Map<AlertKind, PolicyAction> actions;
    private final Duration muteFor;

    /** These actions, {@link PolicyAction#NONE} for the rest. */
    public Policy(Map<AlertKind, PolicyAction> actions, Duration muteFor) {
        this.actions = Map.copyOf(actions);
        this.muteFor = muteFor;
    }

    /** What follows from this alert now. */
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
     * The mute that follows from an alert whose action is {@link PolicyAction#MUTE}: from the
     * message that raised it, or where that is history, from the last one.
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
