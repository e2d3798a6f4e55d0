package org.dungeontalk.persistence.history;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lets so many reads run at once, and so many wait for them, first come first served. Safe for any
 * thread; runs nothing but what is handed in, on the thread that made room for it.
 */
final class ReadQueue {

    private final int running;
    private final int waiting;
    private final Deque<Runnable> queue = new ArrayDeque<>();
    private int free;

    /**
     * @param running reads at once
     * @param waiting reads that wait beside them
     */
    ReadQueue(int running, int waiting) {
        this.running = running;
        this.waiting = waiting;
        this.free = running;
    }

    /**
     * Runs the start of a read, now or when it is its turn; each one that was run must {@link
     * #leave}.
     *
     * @return false if too many wait: then it never runs
     */
    boolean enter(Runnable start) {
        synchronized (this) {
            if (free == 0) {
                return queue.size() < waiting && queue.add(start);
            }
            free--;
        }
        start.run();
        return true;
    }

    /** Makes room for the next one. */
    void leave() {
        Runnable next;
        synchronized (this) {
            next = queue.poll();
            if (next == null) {
                free++;
                return;
            }
        }
        next.run();
    }

    /** Takes back one that waits; does nothing if it runs or has run. */
    synchronized void withdraw(Runnable start) {
        queue.remove(start);
    }

    synchronized int waiting() {
        return queue.size();
    }

    synchronized int running() {
        return running - free;
    }
}
