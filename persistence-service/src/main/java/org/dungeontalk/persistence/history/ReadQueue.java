package org.dungeontalk.persistence.history;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Limits concurrent reads and waiting reads, first in, first out. Thread-safe; a waiting read
 * starts on the thread of the read that has ended.
 */
final class ReadQueue {

    private final int running;
    private final int waiting;
    private final Deque<Runnable> queue = new ArrayDeque<>();
    private int free;

    /**
     * @param running reads at once
     * @param waiting reads that wait besides
     */
    ReadQueue(int running, int waiting) {
        this.running = running;
        this.waiting = waiting;
        this.free = running;
    }

    /**
     * Starts a read now or when it is its turn; each started read must {@link #leave}.
     *
     * @return false if too many wait; then it never starts
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

    /** Ends a read, and starts the next one. */
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

    /** Removes a waiting read; does nothing if it has started. */
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
