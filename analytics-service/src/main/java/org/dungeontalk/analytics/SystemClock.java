package org.dungeontalk.analytics;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** The clock of this service. */
final class SystemClock {
    /** UTC. */
    @Produces
    @ApplicationScoped
    static Clock utc() {
        return Clock.systemUTC();
    }
}
