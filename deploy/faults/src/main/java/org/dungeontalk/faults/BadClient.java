package org.dungeontalk.faults;

import java.io.IOException;
import java.util.Set;

/**
 * A misbehaving client.
 *
 * @param name what it does
 * @param ends allowed ends of the connection: close codes, {@link RawSocket#CUT}, or {@link
 *     RawSocket#OPEN} if it must stay open
 * @param action what is sent on a connected session
 */
record BadClient(String name, Set<Integer> ends, Action action) {

    /** Sends something. The gateway may cut the connection meanwhile. */
    interface Action {
        void on(RawSocket socket) throws IOException;
    }
}
