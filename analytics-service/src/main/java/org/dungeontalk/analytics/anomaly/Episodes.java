package org.dungeontalk.analytics.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.dungeontalk.analytics.alert.Alert;
import org.dungeontalk.analytics.alert.AlertCodec;
import org.dungeontalk.analytics.alert.AlertKind;
import org.dungeontalk.analytics.alert.Severity;
import org.dungeontalk.analytics.alert.Subject;
import org.dungeontalk.analytics.window.EventPosition;
import org.dungeontalk.analytics.window.KeyCodec;
import org.dungeontalk.analytics.window.LruMap;
import org.dungeontalk.analytics.window.Snapshotable;

/**
 * Turns the findings of the detectors of one partition into alerts. A finding before the quiet time
 * is over belongs to the same alert; a later one begins a new alert.
 */
public final class Episodes implements Findings, Snapshotable {

    private final long quiet;
    private final String cursorPrefix;
    private final LruMap<String, Episode> episodes;
    private final Map<UUID, Alert> changed = new LinkedHashMap<>();

    /**
     * Without alerts.
     *
     * @param quiet milliseconds without a finding after which an alert is over
     * @param cursorPrefix epoch and partition, as cursors begin
     */
    public Episodes(long quiet, String cursorPrefix, int capacity) {
        this.quiet = quiet;
        this.cursorPrefix = cursorPrefix;
        this.episodes = new LruMap<>(capacity, KeyCodec.TEXT, Episode::new);
    }

    @Override
    public void found(
            Observation seen,
            AlertKind kind,
            Subject subject,
            Severity severity,
            int players,
            Supplier<List<EventPosition>> window) {
        String key = kind.word() + '|' + subject.id();
        Episode episode = episodes.of(key);
        long at = seen.message().at();
        boolean goesOn =
                episode.alert != null
                        && at <= episode.alert.endsAt()
                        && at >= episode.alert.startedAt() - quiet;
        episode.alert =
                goesOn
                        ? more(episode.alert, at, seen.offset(), severity, players)
                        : begin(seen, kind, subject, severity, players, window.get());
        changed.put(episode.alert.id(), episode.alert);
    }

    private Alert begin(
            Observation seen,
            AlertKind kind,
            Subject subject,
            Severity severity,
            int players,
            List<EventPosition> positions) {
        long at = seen.message().at();
        List<String> cursors =
                positions.stream()
                        .limit(Alert.CURSORS)
                        .map(position -> cursor(position.offset()))
                        .toList();
        long startedAt = positions.get(0).at();
        return new Alert(
                Alert.id(kind, subject, startedAt, cursors.get(0)),
                kind,
                subject,
                seen.message().roomId(),
                severity,
                startedAt,
                at,
                at,
                at + quiet,
                positions.size(),
                players,
                cursors);
    }

    private Alert more(Alert alert, long at, long offset, Severity severity, int players) {
        List<String> cursors = alert.cursors();
        if (cursors.size() < Alert.CURSORS) {
            cursors = new ArrayList<>(cursors);
            cursors.add(cursor(offset));
        }
        long lastAt = Math.max(alert.lastAt(), at);
        return new Alert(
                alert.id(),
                alert.kind(),
                alert.subject(),
                alert.roomId(),
                alert.severity().or(severity),
                alert.startedAt(),
                alert.raisedAt(),
                lastAt,
                lastAt + quiet,
                alert.messages() + 1,
                Math.max(alert.players(), players),
                cursors);
    }

    private String cursor(long offset) {
        return cursorPrefix + '-' + offset;
    }

    /** The alerts that began or continued since the last call. */
    public List<Alert> takeChanged() {
        List<Alert> taken = List.copyOf(changed.values());
        changed.clear();
        return taken;
    }

    /** Drops alerts that ended before this event time. */
    public void forget(long before) {
        episodes.forget(before - quiet);
    }

    @Override
    public void save(DataOutput out) throws IOException {
        episodes.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        episodes.load(in);
    }

    /** The newest alert of one kind and subject. */
    private static final class Episode extends LruMap.Entry<String> {

        private Alert alert;

        @Override
        public long lastAt() {
            return alert.lastAt();
        }

        @Override
        public void save(DataOutput out) throws IOException {
            AlertCodec.write(alert, out);
        }

        @Override
        public void load(DataInput in) throws IOException {
            alert = AlertCodec.read(in);
        }
    }
}
