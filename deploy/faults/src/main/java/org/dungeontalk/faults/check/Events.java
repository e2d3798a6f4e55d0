package org.dungeontalk.faults.check;

import java.util.Arrays;

/** Events in the order of their times, in arrays with thirteen bytes for each. Not thread-safe. */
final class Events {

    private byte[] kinds = new byte[8];
    private int[] messages = new int[8];
    private long[] times = new long[8];
    private int size;

    /**
     * Adds an event.
     *
     * @param message the message's number; any if the event has none
     * @param at nanoseconds
     */
    void add(EventKind kind, int message, long at) {
        if (size == kinds.length) {
            int larger = size + size / 2;
            kinds = Arrays.copyOf(kinds, larger);
            messages = Arrays.copyOf(messages, larger);
            times = Arrays.copyOf(times, larger);
        }
        kinds[size] = (byte) kind.ordinal();
        messages[size] = message;
        times[size] = at;
        size++;
    }

    int size() {
        return size;
    }

    /** The events so far. Later ones do not change it. */
    View view() {
        return new View(kinds, messages, times, size);
    }

    /** Events that no longer change. */
    static final class View {

        private final byte[] kinds;
        private final int[] messages;
        private final long[] times;
        private final int size;

        private View(byte[] kinds, int[] messages, long[] times, int size) {
            this.kinds = kinds;
            this.messages = messages;
            this.times = times;
            this.size = size;
        }

        int size() {
            return size;
        }

        EventKind kind(int event) {
            return EventKind.of(kinds[event]);
        }

        int message(int event) {
            return messages[event];
        }

        long at(int event) {
            return times[event];
        }
    }
}
