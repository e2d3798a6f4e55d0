package org.dungeontalk.analytics.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dungeontalk.analytics.alert.Alert;
import org.dungeontalk.analytics.window.EventPosition;
import org.dungeontalk.analytics.window.LruMap;
import org.dungeontalk.analytics.window.SlidingWindow;

/**
 * The message rate of a room, in buckets of 10 seconds of event time, with an exponentially
 * weighted mean and variance (half-life about 6 minutes) over the complete buckets.
 */
final class RoomRate extends LruMap.Entry<String> {

    /** Most messages of one player that count in a bucket. */
    static final int OF_ONE = 4;

    /** Number of buckets in a minute. */
    static final int BUCKETS = 6;

    private static final long BUCKET = 10_000;
    private static final double WEIGHT = 0.02;

    /** Buckets until a room is known: 3 minutes. Before that, any rate would look sudden. */
    private static final int KNOWN = 18;

    /** After an hour without a message the mean is practically 0. */
    private static final long LONGEST_GAP = 360;

    private final int[] counts = new int[BUCKETS];
    private final Map<String, Integer> byPlayer = new HashMap<>();
    private final SlidingWindow newest = new SlidingWindow(BUCKETS * BUCKET, Alert.CURSORS);
    private long bucket = Long.MIN_VALUE;
    private long complete;
    private double mean;
    private double variance;

    /**
     * Counts a message. A message that is a minute late restarts the bucket, because two clocks
     * disagree.
     */
    void add(String playerId, long at, long offset) {
        long now = Math.floorDiv(at, BUCKET);
        if (bucket == Long.MIN_VALUE || now < bucket - BUCKETS) {
            begin(now);
        } else if (now > bucket) {
            update(now);
        }
        newest.add(at, offset);
        if (byPlayer.merge(playerId, 1, Integer::sum) <= OF_ONE) {
            counts[slot(bucket)]++;
        }
    }

    int inBucket() {
        return counts[slot(bucket)];
    }

    int inMinute() {
        int sum = 0;
        for (int count : counts) {
            sum += count;
        }
        return sum;
    }

    int players() {
        return byPlayer.size();
    }

    double mean() {
        return mean;
    }

    double variance() {
        return variance;
    }

    boolean isKnown() {
        return complete >= KNOWN;
    }

    List<EventPosition> newest() {
        return newest.newest(Alert.CURSORS);
    }

    private void begin(long now) {
        Arrays.fill(counts, 0);
        byPlayer.clear();
        bucket = now;
    }

    private void update(long now) {
        long gap = Math.min(now - bucket, LONGEST_GAP);
        learn(counts[slot(bucket)]);
        for (long i = 1; i < gap; i++) {
            learn(0);
        }
        for (long i = Math.max(bucket + 1, now - BUCKETS + 1); i <= now; i++) {
            counts[slot(i)] = 0;
        }
        byPlayer.clear();
        bucket = now;
    }

    private void learn(int count) {
        double difference = count - mean;
        double step = WEIGHT * difference;
        mean += step;
        variance = (1 - WEIGHT) * (variance + difference * step);
        complete++;
    }

    private static int slot(long bucket) {
        return (int) Math.floorMod(bucket, (long) BUCKETS);
    }

    @Override
    public long lastAt() {
        return newest.lastAt();
    }

    @Override
    public void save(DataOutput out) throws IOException {
        for (int count : counts) {
            out.writeInt(count);
        }
        out.writeInt(byPlayer.size());
        for (Map.Entry<String, Integer> entry : new TreeMap<>(byPlayer).entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeInt(entry.getValue());
        }
        newest.save(out);
        out.writeLong(bucket);
        out.writeLong(complete);
        out.writeDouble(mean);
        out.writeDouble(variance);
    }

    @Override
    public void load(DataInput in) throws IOException {
        for (int i = 0; i < BUCKETS; i++) {
            counts[i] = in.readInt();
        }
        int players = in.readInt();
        for (int i = 0; i < players; i++) {
            byPlayer.put(in.readUTF(), in.readInt());
        }
        newest.load(in);
        bucket = in.readLong();
        complete = in.readLong();
        mean = in.readDouble();
        variance = in.readDouble();
    }
}
