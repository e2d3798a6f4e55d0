package org.dungeontalk.load.compare;

import java.io.IOException;

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

    @Override
    void close() throws IOException;
}
