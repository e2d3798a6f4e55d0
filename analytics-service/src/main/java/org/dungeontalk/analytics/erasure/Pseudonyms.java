package org.dungeontalk.analytics.erasure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dungeontalk.analytics.activity.ActivityCounts;
import org.dungeontalk.analytics.activity.ActivityKey;
import org.dungeontalk.analytics.alert.Alert;
import org.dungeontalk.analytics.alert.Subject;
import org.dungeontalk.analytics.architecture.FrameworkFree;
import org.dungeontalk.analytics.session.Session;

/**
 * Replaces the ids of erased players in data before it is written, so that late messages, replays
 * and recounts bring no id back. Pure, immutable.
 */
@FrameworkFree
public final class Pseudonyms {

    private final Map<String, Erasure> byPlayer;

    Pseudonyms(Map<String, Erasure> byPlayer) {
        this.byPlayer = Map.copyOf(byPlayer);
    }

    private String of(String playerId, long at) {
        Erasure erasure = byPlayer.get(playerId);
        boolean covered = erasure != null && at <= erasure.through().toEpochMilli();
        return covered ? erasure.pseudonym() : playerId;
    }

    /** The same counts. A minute that is partly covered is replaced as a whole. */
    public Collection<Map.Entry<ActivityKey, ActivityCounts>> activity(
            Collection<Map.Entry<ActivityKey, ActivityCounts>> activity) {
        if (byPlayer.isEmpty()) {
            return activity;
        }
        Map<ActivityKey, ActivityCounts> replaced = new HashMap<>();
        for (Map.Entry<ActivityKey, ActivityCounts> one : activity) {
            ActivityKey key = one.getKey();
            String id = of(key.playerId(), key.minute());
            replaced.merge(
                    new ActivityKey(key.minute(), key.kind(), key.roomId(), id),
                    one.getValue(),
                    ActivityCounts::sum);
        }
        return replaced.entrySet();
    }

    /** The same first event times. */
    public Map<String, Long> players(Map<String, Long> players) {
        if (byPlayer.isEmpty()) {
            return players;
        }
        Map<String, Long> replaced = new HashMap<>();
        players.forEach((id, at) -> replaced.merge(of(id, at), at, Math::min));
        return replaced;
    }

    /** The same sessions. */
    public List<Session> sessions(List<Session> sessions) {
        return byPlayer.isEmpty()
                ? sessions
                : sessions.stream()
                        .map(
                                session ->
                                        new Session(
                                                session.kind(),
                                                session.roomId(),
                                                of(session.playerId(), session.startedAt()),
                                                session.startedAt(),
                                                session.endedAt(),
                                                session.messages()))
                        .toList();
    }

    /** The same alerts. */
    public List<Alert> alerts(List<Alert> alerts) {
        if (byPlayer.isEmpty()) {
            return alerts;
        }
        List<Alert> replaced = new ArrayList<>();
        alerts.forEach(alert -> replaced.add(replace(alert)));
        return replaced;
    }

    private Alert replace(Alert alert) {
        Subject subject = alert.subject();
        if (subject.type() != Subject.Type.PLAYER) {
            return alert;
        }
        return new Alert(
                alert.id(),
                alert.kind(),
                Subject.player(of(subject.id(), alert.startedAt())),
                alert.roomId(),
                alert.severity(),
                alert.startedAt(),
                alert.raisedAt(),
                alert.lastAt(),
                alert.endsAt(),
                alert.messages(),
                alert.players(),
                alert.cursors());
    }
}
