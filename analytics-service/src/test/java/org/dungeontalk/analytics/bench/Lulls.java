package org.dungeontalk.analytics.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.dungeontalk.analytics.alert.AlertKind;
import org.dungeontalk.analytics.alert.Subject;

/**
 * How many messages each minute of many days has, all rooms together: more in the evening than in
 * the morning, by chance more or less. With and without labelled silences and drops, which begin
 * and end within a minute. The same seed gives the same.
 */
public final class Lulls {

    private static final long START = 1_795_000_020_000L;
    private static final long MINUTE = 60_000;
    private static final int DAY = 1_440;
    private static final int CASES = 60;
    private static final int APART = 300;

    private final long[] quiet;
    private final long[] troubled;
    private final List<Script.Label> labels = new ArrayList<>();

    /** Writes them. */
    public Lulls(long seed) {
        Random random = new Random(seed);
        quiet = new long[(2 * CASES + 1) * APART];
        double mean = 200 + random.nextInt(3_000);
        for (int i = 0; i < quiet.length; i++) {
            double tide = mean * (1 + 0.6 * Math.sin(2 * Math.PI * i / DAY));
            quiet[i] = Math.max(1, Math.round(tide + Math.sqrt(3 * tide) * random.nextGaussian()));
        }
        troubled = quiet.clone();
        for (int i = 0; i < 2 * CASES; i++) {
            double left = i % 2 == 0 ? 0 : 0.02 + 0.2 * random.nextDouble();
            double from = (i + 1) * APART + random.nextInt(60) + random.nextDouble();
            double to = from + 3 + random.nextInt(25) + random.nextDouble();
            lull(from, to, left);
        }
    }

    private void lull(double from, double to, double left) {
        for (int minute = (int) from; minute <= (int) to; minute++) {
            double part = Math.min(to, minute + 1) - Math.max(from, minute);
            troubled[minute] = Math.round(quiet[minute] * (1 - part + part * left));
        }
        labels.add(
                new Script.Label(
                        left == 0 ? AlertKind.SILENCE : AlertKind.DROP,
                        Subject.BACKBONE.id(),
                        START + (long) (from * MINUTE),
                        START + (long) (to * MINUTE)));
    }

    /** When the first minute begins. */
    public static long start() {
        return START;
    }

    /** Messages of each minute of quiet days. */
    public long[] quiet() {
        return quiet;
    }

    /** The same days with the lulls that are labelled. */
    public long[] troubled() {
        return troubled;
    }

    public List<Script.Label> labels() {
        return labels;
    }
}
