package org.dungeontalk.gateway.log;

import java.time.Duration;
import org.dungeontalk.gateway.config.LogSettings;

/**
 * How long ids have to be remembered so that each that a gateway still takes is known. Pure.
 *
 * @param window how far an id's time may lie from a gateway's clock, either way
 * @param logging the longest from a message's arrival to its place in the log
 */
record RetryWindow(Duration window, Duration logging) {
    /** How far the clocks of gateways may lie apart. */
    static final Duration CLOCKS = Duration.ofSeconds(20);

    static RetryWindow of(LogSettings log) {
        return new RetryWindow(log.retryWindow(), log.sendTimeout().plusSeconds(5));
    }

    /** For so long after its own time, and after it was read, an id is remembered. */
    long keepMillis() {
        return window.plus(logging).plus(CLOCKS).toMillis();
    }

    /**
     * From so far back a partition is read: an id that is taken now has a time of one window ago at
     * least, and may have been taken first one window before that.
     */
    long lookBackMillis() {
        return window.multipliedBy(2).plus(CLOCKS).toMillis();
    }
}
