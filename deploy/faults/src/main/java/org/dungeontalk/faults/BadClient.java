package org.dungeontalk.faults;

import java.io.IOException;
import java.util.Optional;

/** A misbehaving client. */
interface BadClient {

    /** What it does. */
    String name();

    /**
     * Misbehaves on a connected session.
     *
     * @return how the gateway answered, if not as it must
     */
    Optional<String> wrong(RawSocket socket) throws IOException;
}
