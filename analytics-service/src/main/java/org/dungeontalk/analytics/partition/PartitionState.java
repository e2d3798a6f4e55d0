package org.dungeontalk.analytics.partition;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.dungeontalk.analytics.activity.ActivityCounts;
import org.dungeontalk.analytics.activity.ActivityKey;
import org.dungeontalk.analytics.anomaly.Detector;
import org.dungeontalk.analytics.anomaly.Episodes;
import org.dungeontalk.analytics.anomaly.Observation;
import org.dungeontalk.analytics.answer.AnswerTracker;
import org.dungeontalk.analytics.message.GameMessage;
import org.dungeontalk.analytics.session.SessionTracker;
import org.dungeontalk.analytics.window.EventClock;
import org.dungeontalk.analytics.window.Snapshotable;

/**
 * The state of one partition: its clock, detectors, open alerts and sessions.
 *
 * <p>Guarantee: state and effects are a function of the observed records, their order and the
 * settings. A state that was saved and loaded continues without a difference. Not thread-safe.
 */
public final class PartitionState {

    /** Version of the snapshot's format. A snapshot of another version is not read. */
    private static final int SHAPE = 3;

    /** Old entries are dropped at every offset that is a multiple of this. */
    private static final int FORGET_EVERY = 64;

    private final long settings;
    private final EventClock clock;
    private final Supplier<List<Detector>> fresh;
    private final List<Detector> detectors;
    private final Episodes episodes;
    private final SessionTracker sessions;
    private final AnswerTracker answers;
    private Map<ActivityKey, ActivityCounts> activity = new HashMap<>();
    private RuntimeException failure;

    /** The outcome of loading a snapshot. */
    public enum Loaded {
        /** The state is unchanged. */
        AS_IT_WAS,
        /** The snapshot has other settings. The state is adapted to the current ones. */
        OF_OTHER_SETTINGS,
        /** The snapshot can't be read. This partition must not be used. */
        UNREADABLE
    }

    /**
     * The state of a partition without any records.
     *
     * @param settings a hash of all settings that its parts depend on
     * @param detectors creates them, in the same order each time
     */
    public PartitionState(
            long settings,
            EventClock clock,
            Supplier<List<Detector>> detectors,
            Episodes episodes,
            SessionTracker sessions,
            AnswerTracker answers) {
        this.settings = settings;
        this.clock = clock;
        this.fresh = detectors;
        this.detectors = new ArrayList<>(detectors.get());
        this.episodes = episodes;
        this.sessions = sessions;
        this.answers = answers;
    }

    /**
     * Adds a message, the first with its id in its room. A detector that fails starts again. The
     * others see the message, and it is counted.
     */
    public void observe(Observation seen) {
        GameMessage message = seen.message();
        clock.tick(message.at());
        for (int i = 0; i < detectors.size(); i++) {
            try {
                detectors.get(i).observe(seen, episodes);
            } catch (RuntimeException e) {
                failure = e;
                detectors.set(i, fresh.get().get(i));
            }
        }
        sessions.observe(message);
        answers.observe(seen.offset(), message);
        activity.computeIfAbsent(ActivityKey.of(message), key -> new ActivityCounts()).add(message);
        if (seen.offset() % FORGET_EVERY == 0) {
            forget();
        }
    }

    /** The newest failure of a detector since the last call, or null if there was none. */
    public RuntimeException takeFailure() {
        RuntimeException taken = failure;
        failure = null;
        return taken;
    }

    /** The event time that has passed in this partition, in milliseconds. */
    public long watermark() {
        return clock.watermark();
    }

    private void forget() {
        long before = clock.watermark();
        detectors.forEach(detector -> detector.forget(before));
        episodes.forget(before);
        sessions.forget(before);
        answers.forget(before);
    }

    /** The effects since the last call. */
    public Effects takeEffects() {
        Effects effects =
                new Effects(
                        activity,
                        players(),
                        episodes.takeChanged(),
                        sessions.takeEnded(),
                        answers.takeGiven());
        activity = new HashMap<>();
        return effects;
    }

    private Map<String, Long> players() {
        Map<String, Long> players = new HashMap<>();
        activity.forEach(
                (key, counts) -> players.merge(key.playerId(), counts.earliest(), Math::min));
        return players;
    }

    /** The whole state, without effects that were not taken. */
    public byte[] save() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(SHAPE);
            for (Snapshotable part : parts()) {
                part.save(out);
            }
            out.writeLong(settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Restores a state from {@link #save}. With other settings, each part keeps its newest entries,
     * within its bounds.
     */
    public Loaded load(byte[] snapshot) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(snapshot))) {
            if (in.readInt() != SHAPE) {
                return Loaded.UNREADABLE;
            }
            for (Snapshotable part : parts()) {
                part.load(in);
            }
            boolean same = in.available() == Long.BYTES && in.readLong() == settings;
            return same ? Loaded.AS_IT_WAS : Loaded.OF_OTHER_SETTINGS;
        } catch (IOException | RuntimeException e) {
            return Loaded.UNREADABLE;
        }
    }

    private List<Snapshotable> parts() {
        List<Snapshotable> parts = new ArrayList<>(detectors);
        parts.addAll(List.of(clock, episodes, sessions, answers));
        return parts;
    }
}
