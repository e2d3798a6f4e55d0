package org.dungeontalk.load.compare;

import java.io.IOException;
import java.util.Optional;
import org.dungeontalk.load.measure.StackCpu;

/**
 * A server under load; it may be started once. {@link #close} ends it, from any thread, even while
 * it starts.
 */
interface ComparedServer extends AutoCloseable {

    /**
     * Starts the server and waits until it answers. Blocks.
     *
     * @return the load client's arguments: its address, and the processes whose CPU time counts
     */
    String start() throws IOException, InterruptedException;

    /**
     * Checks that it still runs.
     *
     * @throws org.dungeontalk.local.stack.StackFailed if one of its processes has ended
     */
    void requireAlive() throws IOException;

    /** CPU times of all its processes by name, if they are to be shown. Once it has started. */
    default Optional<StackCpu> cpu() {
        return Optional.empty();
    }

    @Override
    void close() throws IOException;
}
