package org.dungeontalk.analytics.config;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.ZoneOffset;

/** The clock of this service. */
final class SystemClock {
    /** UTC in whole milliseconds, the precision of times in answers and records. */
    @Produces
    @ApplicationScoped
    static Clock utc() {
        return Clock.tickMillis(ZoneOffset.UTC);
    }
}
