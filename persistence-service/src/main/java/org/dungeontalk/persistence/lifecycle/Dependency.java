package org.dungeontalk.persistence.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * The state of one dependency. Logs one line when it goes away and one when it is back, however
 * many retries lie between. Thread-safe.
 */
public final class Dependency {

    private static final Logger LOG = Logger.getLogger(Dependency.class);

    private record Away(Instant since, String why) {}

    private final String name;
    private final Clock clock;
    private final AtomicReference<Away> away;

    private Dependency(String name, Clock clock, Away away) {
        this.name = name;
        this.clock = clock;
        this.away = new AtomicReference<>(away);
    }

    /** A dependency that counts as there until a call fails. */
    static Dependency presumedThere(String name, Clock clock) {
        return new Dependency(name, clock, null);
    }

    /** A dependency that counts as away until it has answered once. */
    static Dependency presumedAway(String name, Clock clock) {
        return new Dependency(name, clock, new Away(clock.instant(), "has not answered yet"));
    }

    /**
     * @param why never the text of a message
     */
    public void failed(String why) {
        Away now = new Away(clock.instant(), why);
        if (away.compareAndSet(null, now)) {
            LOG.warnf("Waiting for %s and trying again: %s", name, why);
        }
    }

    public void answered() {
        Away was = away.getAndSet(null);
        if (was != null) {
            long millis = Duration.between(was.since(), clock.instant()).toMillis();
            LOG.infof("No longer waiting for %s, after %d ms", name, millis);
        }
    }

    public String name() {
        return name;
    }

    /** Why it is away; empty while it is there. */
    public Optional<String> away() {
        return Optional.ofNullable(away.get()).map(Away::why);
    }
}
