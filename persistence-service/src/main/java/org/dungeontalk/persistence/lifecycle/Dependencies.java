package org.dungeontalk.persistence.lifecycle;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;

/** All that this service needs; each is a gauge, 1 while away. */
@ApplicationScoped
public class Dependencies {

    private final Dependency writes;
    private final Dependency reads;
    private final Dependency log;
    private final Dependency deadLetters;
    private final Dependency partitions;
    private final Dependency erasures;
    private final Dependency records;
    private final Dependency replays;
    private final Dependency erasing;
    private final Dependency ends;
    private final Dependency transactions;

    public Dependencies(MeterRegistry registry) {
        Clock clock = Clock.systemUTC();
        writes = Dependency.presumedThere("postgresql-writes", clock);
        reads = Dependency.presumedThere("postgresql-reads", clock);
        log = Dependency.presumedAway("log", clock);
        deadLetters = Dependency.presumedThere("dead-letters", clock);
        partitions = Dependency.presumedThere("partitions", clock);
        erasures = Dependency.presumedThere("erasures", clock);
        records = Dependency.presumedThere("records", clock);
        replays = Dependency.presumedThere("replays", clock);
        erasing = Dependency.presumedThere("erasing", clock);
        ends = Dependency.presumedThere("log-partitions", clock);
        transactions = Dependency.presumedThere("log-transactions", clock);
        for (Dependency dependency :
                List.of(
                        writes,
                        reads,
                        log,
                        deadLetters,
                        partitions,
                        erasures,
                        records,
                        replays,
                        erasing,
                        ends,
                        transactions)) {
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

    /** Kafka's answer about the end of every partition. */
    public Dependency ends() {
        return ends;
    }

    /** The transactions in the log: away while one stands that nobody ends. */
    public Dependency transactions() {
        return transactions;
    }

    /** The topic for dead letters. */
    public Dependency deadLetters() {
        return deadLetters;
    }

    /** The log's records: away while one that can't be read is not passed yet. */
    public Dependency records() {
        return records;
    }

    /** The upkeep of partitions. Nobody waits for it, so it does not count for being ready. */
    public Dependency partitions() {
        return partitions;
    }

    /** The topic that tells of erasures. Nobody waits for it, so it does not count either. */
    public Dependency erasures() {
        return erasures;
    }

    /** What a replay needs; the live stream does not wait for it. */
    public Dependency replays() {
        return replays;
    }

    /** What changing rows on request needs. */
    public Dependency erasing() {
        return erasing;
    }

    /** Whether anything is waited for without which no message is stored. */
    public boolean anyAway() {
        return all().stream().anyMatch(dependency -> dependency.away().isPresent());
    }

    /** What must be there for this service to be ready. */
    final List<Dependency> all() {
        return List.of(writes, reads, log, ends, transactions, records, deadLetters);
    }
}
