package org.dungeontalk.analytics.window;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The newest events in a span of event time, each with its offset in the log. Past its capacity the
 * oldest are dropped, so a full window only says "at least this many".
 *
 * <p>Times may come slightly out of order. A time that is more than the span earlier restarts the
 * window: such times come from clocks that disagree, and their events are not counted together.
 */
public final class SlidingWindow extends LruMap.Entry<String> {

    private final long span;
    private final int capacity;
    private long[] times;
    private long[] offsets;
    private int first;
    private int size;

    /**
     * An empty window.
     *
     * @param span in milliseconds
     * @param capacity the largest possible count
     */
    public SlidingWindow(long span, int capacity) {
        this.span = span;
        this.capacity = capacity;
        this.times = new long[Math.min(4, capacity)];
        this.offsets = new long[times.length];
    }

    /** Adds an event, and drops those that are now outside the span. */
    public void add(long at, long offset) {
        if (size > 0 && lastAt() - at > span) {
            size = 0;
        }
        while (size > 0 && (times[first] <= at - span || size == capacity)) {
            first = (first + 1) % times.length;
            size--;
        }
        if (size == times.length) {
            grow();
        }
        int slot = (first + size) % times.length;
        times[slot] = at;
        offsets[slot] = offset;
        size++;
    }

    /** Number of events in the window. */
    public int size() {
        return size;
    }

    /** Number of events in the last {@code part} milliseconds before the newest. */
    public int within(long part) {
        long after = lastAt() - part;
        int count = 0;
        for (int i = size - 1; i >= 0 && times[(first + i) % times.length] > after; i--) {
            count++;
        }
        return count;
    }

    /** The newest {@code count} events, oldest first. */
    public List<EventPosition> newest(int count) {
        List<EventPosition> positions = new ArrayList<>(count);
        for (int i = Math.max(0, size - count); i < size; i++) {
            int slot = (first + i) % times.length;
            positions.add(new EventPosition(times[slot], offsets[slot]));
        }
        return positions;
    }

    @Override
    public long lastAt() {
        return size == 0 ? Long.MIN_VALUE : times[(first + size - 1) % times.length];
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeInt(size);
        for (EventPosition position : newest(size)) {
            out.writeLong(position.at());
            out.writeLong(position.offset());
        }
    }

    /** Keeps the newest if it was saved with a larger capacity. */
    @Override
    public void load(DataInput in) throws IOException {
        int saved = in.readInt();
        size = Math.min(saved, capacity);
        first = 0;
        times = new long[Math.max(Math.min(4, capacity), size)];
        offsets = new long[times.length];
        for (int i = size - saved; i < size; i++) {
            long at = in.readLong();
            long offset = in.readLong();
            if (i >= 0) {
                times[i] = at;
                offsets[i] = offset;
            }
        }
    }

    private void grow() {
        int larger = Math.min(capacity, times.length * 2);
        long[] newTimes = new long[larger];
        long[] newOffsets = new long[larger];
        for (int i = 0; i < size; i++) {
            int slot = (first + i) % times.length;
            newTimes[i] = times[slot];
            newOffsets[i] = offsets[slot];
        }
        times = newTimes;
        offsets = newOffsets;
        first = 0;
    }
}
