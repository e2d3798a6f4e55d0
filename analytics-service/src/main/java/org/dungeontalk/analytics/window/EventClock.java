package org.dungeontalk.analytics.window;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The current time of a partition: the median of the newest 31 event times. The watermark is the
 * allowed lateness behind it. A gateway with a wrong clock doesn't move the median unless it writes
 * most of the partition. A maximum would follow it at once and make all other messages late.
 */
public final class EventClock implements Snapshotable {

    private static final int NEWEST = 31;

    private final long lateness;
    private final long[] times = new long[NEWEST];
    private int size;
    private int next;

    /**
     * A clock without a time.
     *
     * @param lateness in milliseconds
     */
    public EventClock(long lateness) {
        this.lateness = lateness;
    }

    /** Adds an event time. */
    public void tick(long at) {
        times[next] = at;
        next = (next + 1) % NEWEST;
        size = Math.min(size + 1, NEWEST);
    }

    /** State that ends before this time is over. {@link Long#MIN_VALUE} before the first event. */
    public long watermark() {
        if (size == 0) {
            return Long.MIN_VALUE;
        }
        long[] sorted = Arrays.copyOf(times, size);
        Arrays.sort(sorted);
        return sorted[(size - 1) / 2] - lateness;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeInt(size);
        out.writeInt(next);
        for (long time : times) {
            out.writeLong(time);
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        size = in.readInt();
        next = in.readInt();
        for (int i = 0; i < NEWEST; i++) {
            times[i] = in.readLong();
        }
    }
}
