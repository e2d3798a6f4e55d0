package org.dungeontalk.analytics.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Counts the outcomes of records. Received = counted + skipped + duplicate + dead-lettered, when no
 * batch is in progress. A batch that is retried counts as received once.
 */
@ApplicationScoped
public class IngestMetrics {

    private final Counter received;
    private final Counter counted;
    private final Counter skipped;
    private final Counter duplicate;
    private final Counter deadLettered;
    private final Counter unreadable;
    private final Counter detectorFailures;
    private final Counter readerFailures;
    private final DistributionSummary batchSize;

    IngestMetrics(MeterRegistry metrics) {
        received = counter(metrics, "received", "Records read from the log");
        counted = counter(metrics, "counted", "Messages counted");
        skipped = counter(metrics, "skipped", "Records read again that were counted before");
        duplicate = counter(metrics, "duplicate", "Messages whose id was counted before");
        deadLettered =
                counter(metrics, "dead.lettered", "Records written to the dead-letter topic");
        unreadable = counter(metrics, "unreadable", "Offsets skipped because they can't be read");
        detectorFailures =
                counter(metrics, "detector.failures", "Times that a detector failed and was reset");
        readerFailures = counter(metrics, "reader.failures", "Times that a reading thread failed");
        batchSize =
                DistributionSummary.builder("dungeontalk.analytics.batch.size")
                        .description("Records per transaction")
                        .baseUnit("records")
                        .register(metrics);
    }

    void received(long records) {
        received.increment(records);
    }

    void batch(long records) {
        batchSize.record(records);
    }

    void unreadable(long offsets) {
        unreadable.increment(offsets);
    }

    void detectorFailed() {
        detectorFailures.increment();
    }

    void readerFailed() {
        readerFailures.increment();
    }

    void done(BatchOutcome outcome) {
        counted.increment(outcome.counted());
        skipped.increment(outcome.skipped());
        duplicate.increment(outcome.duplicate());
        deadLettered.increment(outcome.deadLettered());
    }

    private static Counter counter(MeterRegistry metrics, String name, String description) {
        return Counter.builder("dungeontalk.analytics." + name)
                .description(description)
                .register(metrics);
    }
}
