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
 * The state of one partition: its clock, its detectors, the alerts that last, who is here.
 *
 * <p>Guarantee: state and effects are a function of the records observed, in their order, and of
 * the settings. A state that was saved and loaded goes on as if nothing had been. Not thread-safe.
 */
public final class PartitionState {

    /** A snapshot of another shape is not read. */
    private static final int SHAPE = 3;

    /** Silent ones are looked for at every offset that is a multiple of this. */
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

    /** What became of a snapshot. */
    public enum Loaded {
        /** The state is as it was. */
        AS_IT_WAS,
        /** Other settings made it: it is brought to those of now. */
        OF_OTHER_SETTINGS,
        /** It can't be read; the partition must not be used. */
        UNREADABLE
    }

    /**
     * A partition of which nothing is read yet.
     *
     * @param settings a hash of all settings that its parts depend on
     * @param detectors makes them, in the same order each time
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
     * One more message, the first with its id in its room. A detector that fails begins anew; the
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

    /** The newest failure of a detector since this was asked last, null if there was none. */
    public RuntimeException takeFailure() {
        RuntimeException taken = failure;
        failure = null;
        return taken;
    }

    /** Event time, in milliseconds, that is over for this partition. */
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

    /** What was added since this was asked last. */
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
     * Takes on a state that {@link #save} gave. With other settings each part keeps of it what it
     * would hold by its own: the newest, and no more than its bounds.
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
