package org.dungeontalk.faults;

import java.io.IOException;
import java.util.Set;

/**
 * A misbehaving client.
 *
 * @param name what it does
 * @param ends allowed ends of the connection: close codes, {@link RawSocket#CUT}, or {@link
 *     RawSocket#OPEN} if it must stay open
 * @param deed what is sent on a connected session
 */
record BadClient(String name, Set<Integer> ends, Deed deed) {

    /** Sends something. The gateway may cut the connection meanwhile. */
    interface Deed {
        void on(RawSocket socket) throws IOException;
    }
}
