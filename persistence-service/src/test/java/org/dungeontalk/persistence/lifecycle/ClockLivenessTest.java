package org.dungeontalk.persistence.lifecycle;

import static org.eclipse.microprofile.health.HealthCheckResponse.Status.DOWN;
import static org.eclipse.microprofile.health.HealthCheckResponse.Status.UP;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

class ClockLivenessTest {

    private Instant wallClock = Instant.parse("2026-03-01T12:00:00Z");
    private long nanos = -5;
    private final ClockLiveness liveness = new ClockLiveness(() -> wallClock, () -> nanos);

    @Test
    void aClockThatNobodySetsIsAlive() {
        assertEquals(UP, liveness.call().getStatus());
        pass(Duration.ofHours(3));
        assertEquals(UP, liveness.call().getStatus());
    }

    @Test
    void aClockThatIsSetAheadOrCorrectedByLittleIsAlive() {
        liveness.call();
        set(Duration.ofMinutes(40));
        assertEquals(UP, liveness.call().getStatus());
        set(Duration.ofSeconds(-10));
        assertEquals(UP, liveness.call().getStatus());
    }

    @Test
    void aClockThatIsSetBackIsNotAliveUntilItIsWhereItWas() {
        liveness.call();
        set(Duration.ofMinutes(-40));
        HealthCheckResponse response = liveness.call();
        assertEquals(DOWN, response.getStatus());
        assertEquals(2400L, response.getData().orElseThrow().get("setBackSeconds"));
        pass(Duration.ofMinutes(39));
        assertEquals(DOWN, liveness.call().getStatus(), "time passes for both clocks");
        set(Duration.ofMinutes(40));
        assertEquals(UP, liveness.call().getStatus());
    }

    @Test
    void severalSmallStepsBackCountTogether() {
        liveness.call();
        set(Duration.ofSeconds(-6));
        assertEquals(UP, liveness.call().getStatus());
        set(Duration.ofSeconds(-6));
        assertEquals(DOWN, liveness.call().getStatus());
    }

    private void set(Duration ahead) {
        wallClock = wallClock.plus(ahead);
    }

    private void pass(Duration time) {
        wallClock = wallClock.plus(time);
        nanos += time.toNanos();
    }
}
