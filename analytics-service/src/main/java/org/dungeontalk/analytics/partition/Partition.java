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
import org.dungeontalk.analytics.activity.Cell;
import org.dungeontalk.analytics.activity.Counts;
import org.dungeontalk.analytics.anomaly.Detector;
import org.dungeontalk.analytics.anomaly.Episodes;
import org.dungeontalk.analytics.anomaly.Observation;
import org.dungeontalk.analytics.answer.Answers;
import org.dungeontalk.analytics.message.GameMessage;
import org.dungeontalk.analytics.session.Sessions;
import org.dungeontalk.analytics.window.EventClock;
import org.dungeontalk.analytics.window.Saved;

/**
 * The state of one partition: its clock, its detectors, the alerts that last, who is here.
 *
 * <p>Guarantee: state and effects are a function of the records observed, in their order, and of
 * the settings. A state that was saved and loaded goes on as if nothing had been. Not thread-safe.
 */
public final class Partition {

    /** A snapshot of another shape is not read. */
    private static final int SHAPE = 3;

    /** Silent ones are looked for at every offset that is a multiple of this. */
    private static final int FORGET_EVERY = 64;

    private final EventClock clock;
    private final List<Detector> detectors;
    private final Episodes episodes;
    private final Sessions sessions;
    private final Answers answers;
    private Map<Cell, Counts> cells = new HashMap<>();

    /** A partition of which nothing is read yet. */
    public Partition(
            EventClock clock,
            List<Detector> detectors,
            Episodes episodes,
            Sessions sessions,
            Answers answers) {
        this.clock = clock;
        this.detectors = List.copyOf(detectors);
        this.episodes = episodes;
        this.sessions = sessions;
        this.answers = answers;
    }

    /** One more message, the first with its id in its room. */
    public void observe(Observation seen) {
        GameMessage message = seen.message();
        clock.tick(message.at());
        for (Detector detector : detectors) {
            detector.observe(seen, episodes);
        }
        sessions.observe(message);
        answers.observe(seen.offset(), message);
        cells.computeIfAbsent(Cell.of(message), cell -> new Counts()).add(message);
        if (seen.offset() % FORGET_EVERY == 0) {
            forget();
        }
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
                        cells,
                        players(),
                        episodes.takeChanged(),
                        sessions.takeEnded(),
                        answers.takeGiven());
        cells = new HashMap<>();
        return effects;
    }

    private Map<String, Long> players() {
        Map<String, Long> players = new HashMap<>();
        cells.forEach(
                (cell, counts) -> players.merge(cell.playerId(), counts.earliest(), Math::min));
        return players;
    }

    /** The whole state, without effects that were not taken. */
    public byte[] save() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(SHAPE);
            for (Saved part : parts()) {
                part.save(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Takes on a state that {@link #save} gave.
     *
     * @return false if it has another shape and was not read
     */
    public boolean load(byte[] snapshot) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(snapshot))) {
            if (in.readInt() != SHAPE) {
                return false;
            }
            for (Saved part : parts()) {
                part.load(in);
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Saved> parts() {
        List<Saved> parts = new ArrayList<>(detectors);
        parts.addAll(List.of(clock, episodes, sessions, answers));
        return parts;
    }
}
