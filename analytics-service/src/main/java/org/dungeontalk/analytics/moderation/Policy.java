package org.dungeontalk.analytics.moderation;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.dungeontalk.analytics.alert.Alert;
import org.dungeontalk.analytics.alert.AlertKind;
import org.dungeontalk.analytics.alert.Subject;

/** What follows from which alert. Pure. */
public final class Policy {

    /** Who decides, where no moderator does. */
    public static final String BY = "policy";

    /** What ended longer ago is history: a log that is read again mutes nobody. */
    private static final Duration FRESH = Duration.ofMinutes(5);

    private final Map<AlertKind, Action> actions;
    private final Duration muteFor;

    /** These actions, {@link Action#NONE} for the rest. */
    public Policy(Map<AlertKind, Action> actions, Duration muteFor) {
        this.actions = Map.copyOf(actions);
        this.muteFor = muteFor;
    }

    /** What follows from this alert now. */
    public Action action(Alert alert, Instant now) {
        Action action = actions.getOrDefault(alert.kind(), Action.NONE);
        if (action != Action.MUTE) {
            return action;
        }
        if (alert.subject().type() != Subject.Type.PLAYER) {
            return Action.WARN;
        }
        return isFresh(alert.lastAt(), now) ? Action.MUTE : Action.NONE;
    }

    /**
     * The mute that follows from an alert whose action is {@link Action#MUTE}: from the message
     * that raised it, or where that is history, from the last one.
     */
    public Ruling mute(Alert alert, Instant now) {
        boolean fresh = isFresh(alert.raisedAt(), now);
        Instant at = Instant.ofEpochMilli(fresh ? alert.raisedAt() : alert.lastAt());
        return new Ruling(
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
