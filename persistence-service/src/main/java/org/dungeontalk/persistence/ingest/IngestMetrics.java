package org.dungeontalk.persistence.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import org.dungeontalk.persistence.store.WriteOutcome;

/**
 * Counts records. Between batches they add up: received = stored + duplicate + dead-lettered. A
 * record that is read twice is received twice, and a duplicate the second time.
 */
@ApplicationScoped
public class IngestMetrics {

    private final Counter received;
    private final Counter stored;
    private final Counter duplicate;
    private final Counter deadLettered;
    private final DistributionSummary batchSize;

    public IngestMetrics(MeterRegistry registry) {
        received = counter(registry, "received", "Records taken from the log");
        stored = counter(registry, "stored", "Records that became a new row");
        duplicate = counter(registry, "duplicate", "Records whose message was stored before");
        deadLettered = counter(registry, "dead.lettered", "Records given to the dead letters");
        batchSize =
                DistributionSummary.builder("dungeontalk.persistence.batch.size")
                        .description("Records of one poll")
                        .baseUnit("records")
                        .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String what, String description) {
        return Counter.builder("dungeontalk.persistence." + what)
                .description(description)
                .register(registry);
    }

    void received(int records) {
        received.increment(records);
        batchSize.record(records);
    }

    void wrote(WriteOutcome outcome) {
        stored.increment(outcome.stored());
        duplicate.increment(outcome.duplicates());
    }

    void deadLettered(int records) {
        deadLettered.increment(records);
    }
}
