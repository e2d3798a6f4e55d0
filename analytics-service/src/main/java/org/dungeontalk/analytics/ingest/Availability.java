package org.dungeontalk.analytics.ingest;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.dungeontalk.analytics.architecture.FrameworkFree;

/**
 * Whether something we depend on works, as the last try showed. Says so once per change.
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
     * Begins as there.
     *
     * @param lost called with the reason when it stops working
     * @param back called when it works again
     */
    public Availability(Consumer<String> lost, Runnable back) {
        this.lost = lost;
        this.back = back;
    }

    /**
     * A try failed.
     *
     * @param reason a text that may be logged
     */
    public void failed(String reason) {
        if (state.getAndSet(State.AWAY) == State.THERE) {
            lost.accept(reason);
        }
    }

    /** A try succeeded. */
    public void worked() {
        if (state.getAndSet(State.THERE) == State.AWAY) {
            back.run();
        }
    }

    /** Whether the last try failed. */
    public boolean isAway() {
        return state.get() == State.AWAY;
    }
}
