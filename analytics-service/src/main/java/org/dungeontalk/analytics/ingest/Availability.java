package org.dungeontalk.analytics.ingest;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.dungeontalk.analytics.architecture.FrameworkFree;

/**
 * Whether a dependency works, by the result of the last attempt. Reports each change once.
 *
 * <p>Thread-safe.
 */
@FrameworkFree
public final class Availability {

    private final AtomicReference<State> state = new AtomicReference<>(State.THERE);
    private final Consumer<String> lost;
    private final Runnable back;

    private enum State {
        THERE,
        AWAY
    }

    /**
     * Starts as available.
     *
     * @param lost called with the reason when the dependency stops working
     * @param back called when it works again
     */
    public Availability(Consumer<String> lost, Runnable back) {
        this.lost = lost;
        this.back = back;
    }

    /**
     * An attempt failed.
     *
     * @param reason a text that may be logged
     */
    public void failed(String reason) {
        if (state.getAndSet(State.AWAY) == State.THERE) {
            lost.accept(reason);
        }
    }

    /** An attempt succeeded. */
    public void worked() {
        if (state.getAndSet(State.THERE) == State.AWAY) {
            back.run();
        }
    }

    /** Whether the last attempt failed. */
    public boolean isAway() {
        return state.get() == State.AWAY;
    }
}
