package org.dungeontalk.gateway.log;

import java.time.Duration;
import org.dungeontalk.gateway.config.LogSettings;

/**
 * How long ids are remembered, so that every id that a gateway still accepts is known. Pure.
 *
 * @param window how far an id's time may lie from a gateway's clock, either way
 * @param logging the longest time from a message's arrival until it is in the log
 */
record RetryWindow(Duration window, Duration logging) {
    /** How far apart the gateways' clocks may be. */
    static final Duration CLOCKS = Duration.ofSeconds(20);

    static RetryWindow of(LogSettings log) {
        return new RetryWindow(log.retryWindow(), log.sendTimeout().plusSeconds(5));
    }

    /** How long an id is remembered after its own time, and after it was read. */
    long keepMillis() {
        return window.plus(logging).plus(CLOCKS).toMillis();
    }

    /**
     * How far back reading of a partition starts. An id accepted now has a time of at most one
     * window ago, and may have been accepted first one window before that.
     */
    long lookBackMillis() {
        return window.multipliedBy(2).plus(CLOCKS).toMillis();
    }
}
