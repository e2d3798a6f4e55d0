package org.dungeontalk.load.measure;

import java.util.concurrent.locks.LockSupport;

/**
 * Sends at a fixed rate, whatever the answers do: a slow server can't slow the load down and so
 * hide how slow it is. A message that is sent late keeps the time at which it was due.
 *
 * @param rate messages a second
 * @param warmUpNanos at the beginning, not counted
 * @param countedNanos after that
 */
record OpenLoop(double rate, long warmUpNanos, long countedNanos) {

    private static final double SECOND = 1e9;
    private static final long LONGEST_PARK = 1_000_000;

    /** Sends the message with this number; {@code due} is in nanoseconds after the start. */
    interface Sender {
        void send(long message, long due);
    }

    /** When the message with this number is due, in nanoseconds after the start. */
    long due(long message) {
        return (long) (message * SECOND / rate);
    }

    /** The first message that counts. */
    long firstCounted() {
        return firstDueAt(warmUpNanos);
    }

    /** Messages in all. */
    long messages() {
        return firstDueAt(warmUpNanos + countedNanos);
    }

    /**
     * Sends all messages. Blocks the caller until the last one is sent.
     *
     * @param start on the clock of {@link System#nanoTime}
     * @return nanoseconds by which the last message was late
     */
    long run(long start, Sender sender) {
        long messages = messages();
        for (long message = 0; message < messages; message++) {
            long due = due(message);
            for (long wait = wait(start, due); wait > 0; wait = wait(start, due)) {
                LockSupport.parkNanos(Math.min(wait, LONGEST_PARK));
            }
            sender.send(message, due);
        }
        return Math.max(0, -wait(start, due(messages - 1)));
    }

    private static long wait(long start, long due) {
        return start + due - System.nanoTime();
    }

    /** The first message that is due at this time or later. */
    private long firstDueAt(long nanos) {
        long guess = Math.max(0, (long) (nanos * rate / SECOND) - 1);
        while (due(guess) < nanos) {
            guess++;
        }
        return guess;
    }
}
