package org.dungeontalk.analytics.moderation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dungeontalk.analytics.alert.Alert;
import org.dungeontalk.analytics.alert.AlertKind;
import org.dungeontalk.analytics.alert.Subject;

/** What follows from which alert. Pure. */
public final class Policy {

    /** Who decides, where no moderator does. */
    public static final String BY = "policy";

    /** An alert older than this is history: a log that is read again mutes nobody. */
    private static final Duration FRESH = Duration.ofMinutes(5);

    private final Map<AlertKind, Action> actions;
    private final Duration muteFor;

    /** These actions, {@link Action#NONE} for the rest. */
    public Policy(Map<AlertKind, Action> actions, Duration muteFor) {
        this.actions = Map.copyOf(actions);
        this.muteFor = muteFor;
    }

    /** What follows from this alert. */
    public Action action(Alert alert) {
        Action action = actions.getOrDefault(alert.kind(), Action.NONE);
        boolean aboutPlayer = alert.subject().type() == Subject.Type.PLAYER;
        return action == Action.MUTE && !aboutPlayer ? Action.WARN : action;
    }

    /** The mutes that follow from alerts that are new. */
    public List<Ruling> rulings(List<Alert> alerts, Instant now) {
        return alerts.stream()
                .filter(alert -> action(alert) == Action.MUTE)
                .filter(alert -> now.minus(FRESH).toEpochMilli() < alert.raisedAt())
                .map(this::mute)
                .toList();
    }

    private Ruling mute(Alert alert) {
        Instant at = Instant.ofEpochMilli(alert.raisedAt());
        return new Ruling(
                alert.subject().id(),
                true,
                Optional.of(at.plus(muteFor)),
                alert.kind().word(),
                BY,
                at,
                Optional.of(alert.id()));
    }
}
