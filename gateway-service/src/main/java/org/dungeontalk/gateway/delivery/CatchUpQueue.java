package org.dungeontalk.gateway.delivery;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Runs the catch-ups of one connection, one slice at a time. Subscriptions take turns; the next
 * turn begins when the client has taken what was sent. So a connection with fifty catch-ups asks
 * the log for no more than one with a single catch-up, and has at most one slice to send. Confined
 * to the connection's event loop; never longer than the number of the connection's subscriptions.
 */
public final class CatchUpQueue {
    private final Consumer<Runnable> whenTaken;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>(0);
    private boolean taken;

    /**
     * @param whenTaken runs a task in a later turn of the loop, once the client has taken
     *     everything; never if the connection is closing
     */
    public CatchUpQueue(Consumer<Runnable> whenTaken) {
        this.whenTaken = whenTaken;
    }

    /** Runs the work in its turn; it must call {@link #next} once when it is done. */
    void take(Runnable work) {
        if (taken) {
            waiting.add(work);
        } else {
            taken = true;
            work.run();
        }
    }

    /** Ends the current turn. */
    void next() {
        whenTaken.accept(
                () -> {
                    Runnable work = waiting.poll();
                    if (work == null) {
                        taken = false;
                    } else {
                        work.run();
                    }
                });
    }
}
