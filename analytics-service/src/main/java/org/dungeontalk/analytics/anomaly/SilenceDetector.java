package org.dungeontalk.analytics.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.dungeontalk.analytics.alert.Alert;
import org.dungeontalk.analytics.alert.AlertKind;
import org.dungeontalk.analytics.alert.Severity;
import org.dungeontalk.analytics.alert.Subject;
import org.dungeontalk.analytics.window.Snapshotable;

/**
 * Watches all messages together, one complete minute at a time. It detects silence after talk, and
 * a drop to less than a third and far below the mean for two minutes in a row (a single one may be
 * the beginning of a silence). For an hour it does not learn from unusual minutes.
 */
public final class SilenceDetector implements Snapshotable {

    private static final long MINUTE = 60_000;
    private static final double WEIGHT = 0.05;
    private static final double THIRD = 1.0 / 3;

    /** Minutes needed before any minute can be unusual. */
    private static final int KNOWN = 10;

    /** Minutes after which an unusual rate becomes the usual one. */
    private static final int LONGEST = 60;

    private final double floor;
    private final double deviations;
    private long minutes;
    private double mean;
    private double variance;
    private long silent;
    private long unusualSince = -1;
    private AlertKind kind = AlertKind.DROP;

    /**
     * A new detector.
     *
     * @param floor mean messages per minute below which nothing is unusual
     * @param deviations standard deviations below the mean that make a drop
     */
    public SilenceDetector(double floor, double deviations) {
        this.floor = floor;
        this.deviations = deviations;
    }

    /** Observes a complete minute. Returns the alert that it begins or belongs to. */
    public Optional<Alert> minute(long start, long messages, String epoch) {
        boolean back = messages > 0 && silent >= LONGEST;
        silent = messages == 0 ? silent + 1 : 0;
        boolean lasting = unusualSince >= 0 && start - unusualSince >= LONGEST * MINUTE;
        if (back || lasting) {
            begin();
        }
        if (!isUnusual(messages)) {
            unusualSince = -1;
            learn(messages);
            return Optional.empty();
        }
        if (unusualSince < 0 || messages == 0 && kind == AlertKind.DROP) {
            unusualSince = start;
            kind = messages == 0 ? AlertKind.SILENCE : AlertKind.DROP;
        }
        boolean first = start == unusualSince;
        return kind == AlertKind.DROP && first
                ? Optional.empty()
                : Optional.of(alert(start, epoch));
    }

    /** After an hour of unusual minutes the old mean is meaningless. */
    private void begin() {
        minutes = 0;
        mean = 0;
        variance = 0;
        unusualSince = -1;
    }

    private boolean isUnusual(long messages) {
        double deviation = Math.sqrt(Math.max(1, Math.max(variance, mean)));
        return minutes >= KNOWN
                && mean >= floor
                && messages < THIRD * mean
                && mean - messages >= deviations * deviation;
    }

    private void learn(long messages) {
        double weight = minutes < KNOWN ? 1.0 / (minutes + 1) : WEIGHT;
        double difference = messages - mean;
        mean += weight * difference;
        variance = (1 - weight) * (variance + weight * difference * difference);
        minutes++;
    }

    private Alert alert(long start, String epoch) {
        long lasting = (start - unusualSince) / MINUTE + 1;
        return new Alert(
                Alert.id(kind, Subject.BACKBONE, unusualSince, epoch),
                kind,
                Subject.BACKBONE,
                null,
                Severity.CRITICAL,
                unusualSince,
                unusualSince + (kind == AlertKind.DROP ? 2 : 1) * MINUTE,
                start + MINUTE,
                start + 3 * MINUTE,
                lasting,
                0,
                List.of());
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeLong(minutes);
        out.writeDouble(mean);
        out.writeDouble(variance);
        out.writeLong(silent);
        out.writeLong(unusualSince);
        out.writeUTF(kind.name());
    }

    @Override
    public void load(DataInput in) throws IOException {
        minutes = in.readLong();
        mean = in.readDouble();
        variance = in.readDouble();
        silent = in.readLong();
        unusualSince = in.readLong();
        kind = AlertKind.valueOf(in.readUTF());
    }
}
