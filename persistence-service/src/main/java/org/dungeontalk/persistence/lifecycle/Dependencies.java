package org.dungeontalk.persistence.lifecycle;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;

/** All that must be there for this service to be ready; each is a gauge, 1 while away. */
@ApplicationScoped
public class Dependencies {

    private final Dependency writes;
    private final Dependency reads;
    private final Dependency log;
    private final Dependency deadLetters;

    public Dependencies(MeterRegistry registry) {
        Clock clock = Clock.systemUTC();
        writes = Dependency.presumedThere("postgresql-writes", clock);
        reads = Dependency.presumedThere("postgresql-reads", clock);
        log = Dependency.presumedAway("log", clock);
        deadLetters = Dependency.presumedThere("dead-letters", clock);
        for (Dependency dependency : all()) {
            Gauge.builder(
                            "dungeontalk.persistence.dependency.away",
                            dependency,
                            d -> d.away().isEmpty() ? 0 : 1)
                    .description("1 while the service waits for it")
                    .tag("dependency", dependency.name())
                    .register(registry);
        }
    }

    /** PostgreSQL, as the bulk write finds it. */
    public Dependency writes() {
        return writes;
    }

    /** PostgreSQL, as readers of history and the readiness probe find it. */
    public Dependency reads() {
        return reads;
    }

    /** Kafka's answer about the topic, and that the log is known to the database. */
    public Dependency log() {
        return log;
    }

    /** The topic for dead letters. */
    public Dependency deadLetters() {
        return deadLetters;
    }

    final List<Dependency> all() {
        return List.of(writes, reads, log, deadLetters);
    }
}
