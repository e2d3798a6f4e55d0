package org.dungeontalk.gateway.lifecycle;

import jakarta.inject.Singleton;

/** Whether this gateway drains. It begins once and never ends. Thread-safe. */
@Singleton
public class DrainState {
    private volatile boolean draining;

    /** From now on handshakes are refused with 503, and readiness fails. */
    public void begin() {
        draining = true;
    }

    public boolean draining() {
        return draining;
    }
}
