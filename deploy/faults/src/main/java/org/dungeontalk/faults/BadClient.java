package org.dungeontalk.faults;

import java.io.IOException;
import java.util.Set;

/**
 * One way to misbehave.
 *
 * @param name what it does
 * @param ends how the connection may end: close codes, {@link RawSocket#CUT}, or {@link
 *     RawSocket#OPEN} where it must live on
 * @param deed what is sent on a connected session
 */
record BadClient(String name, Set<Integer> ends, Deed deed) {

    /** Sends something; may be cut off meanwhile. */
    interface Deed {
        void on(RawSocket socket) throws IOException;
    }
}
