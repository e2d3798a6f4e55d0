package org.dungeontalk.persistence.lifecycle;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Not alive while the wall clock has been set back by more than 10 s. Kafka's clients plan by the
 * wall clock: until it reaches the time again that they have seen, they send no heartbeat, fetch no
 * metadata and connect to no broker. A restart helps at once. Thread-safe.
 */
@Liveness
@ApplicationScoped
class ClockLiveness implements HealthCheck {

    private static final long LIMIT_MILLIS = 10_000;

    private final InstantSource wallClock;
    private final LongSupplier nanos;
    private long furthestAhead = Long.MIN_VALUE;

    ClockLiveness() {
        this(InstantSource.system(), System::nanoTime);
    }

    /**
     * @param nanos the time in nanoseconds since any moment, by a clock that nobody sets
     */
    ClockLiveness(InstantSource wallClock, LongSupplier nanos) {
        this.wallClock = wallClock;
        this.nanos = nanos;
    }

    @Override
    public synchronized HealthCheckResponse call() {
        long ahead = wallClock.millis() - TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong());
        furthestAhead = Math.max(furthestAhead, ahead);
        long setBack = furthestAhead - ahead;
        return HealthCheckResponse.named("clock")
                .status(setBack <= LIMIT_MILLIS)
                .withData("setBackSeconds", TimeUnit.MILLISECONDS.toSeconds(setBack))
                .build();
    }
}
