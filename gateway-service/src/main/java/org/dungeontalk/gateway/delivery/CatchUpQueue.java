package org.dungeontalk.gateway.delivery;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * One connection's catch-ups: a piece at a time, each subscription in its turn, and the next when
 * the client has taken what was sent. So a connection with fifty catch-ups asks the log for no more
 * than one with one, and never has more than one piece to send. Confined to the connection's event
 * loop; no longer than the connection has subscriptions.
 */
public final class CatchUpQueue {
    private final Consumer<Runnable> whenTaken;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>(0);
    private boolean taken;

    /**
     * @param whenTaken runs a task in a later turn of the loop, once the client has taken all;
     *     never if the connection is closing
     */
    public CatchUpQueue(Consumer<Runnable> whenTaken) {
        this.whenTaken = whenTaken;
    }

    /** Runs the work when it is its turn; it must call {@link #next} once when it is done. */
    void take(Runnable work) {
        if (taken) {
            waiting.add(work);
        } else {
            taken = true;
            work.run();
        }
    }

    /** The work whose turn it was is done. */
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
