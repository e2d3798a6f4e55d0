package org.dungeontalk.gateway.session;

import jakarta.inject.Singleton;

/** Whether this gateway takes new connections. It is shut once, for good. Thread-safe. */
@Singleton
public class Gate {
    private volatile boolean shut;

    /** From now on handshakes are refused with 503, and readiness fails. */
    public void shut() {
        shut = true;
    }

    public boolean isShut() {
        return shut;
    }
}
