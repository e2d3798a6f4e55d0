package org.dungeontalk.gateway.lifecycle;

import jakarta.inject.Singleton;

/** Whether this gateway drains. A drain starts once and never ends. Thread-safe. */
@Singleton
public class DrainState {
    private volatile boolean draining;

    /** Starts the drain: handshakes get 503, and readiness fails. */
    public void begin() {
        draining = true;
    }

    public boolean draining() {
        return draining;
    }
}
