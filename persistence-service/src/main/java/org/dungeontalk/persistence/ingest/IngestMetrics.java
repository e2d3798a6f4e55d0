package org.dungeontalk.persistence.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.dungeontalk.persistence.store.WriteOutcome;

/**
 * Counts records. While nothing is in flight, received = stored + duplicate + dead-lettered. A
 * record that is read twice is received twice, and counts as a duplicate the second time.
 * Thread-safe.
 */
@ApplicationScoped
public class IngestMetrics {

    private static final long LONGEST_DELAY = Duration.ofDays(30).toMillis();

    private final Counter received;
    private final Counter stored;
    private final Counter duplicate;
    private final Counter deadLettered;
    private final Counter unreadable;
    private final DistributionSummary batchSize;
    private final Timer delay;
    private final AtomicLong handled = new AtomicLong();

    public IngestMetrics(MeterRegistry registry) {
        received = counter(registry, "received", "Records taken from the log");
        stored = counter(registry, "stored", "Records that became a new row");
        duplicate = counter(registry, "duplicate", "Records whose message was stored before");
        deadLettered =
                counter(registry, "dead.lettered", "Records written to the dead-letter topic");
        unreadable = counter(registry, "unreadable", "Offsets skipped because they can't be read");
        batchSize =
                DistributionSummary.builder("dungeontalk.persistence.batch.size")
                        .description("Records of one statement")
                        .baseUnit("records")
                        .register(registry);
        delay =
                Timer.builder("dungeontalk.persistence.delay")
                        .description(
                                "Time from a record's timestamp until it is stored or"
                                        + " dead-lettered")
                        .publishPercentileHistogram()
                        .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String what, String description) {
        return Counter.builder("dungeontalk.persistence." + what)
                .description(description)
                .register(registry);
    }

    void received(int records) {
        received.increment(records);
    }

    void batch(int records) {
        batchSize.record(records);
    }

    /**
     * @param timestamp of the record, in milliseconds since 1970; one older than 30 days is not the
     *     time at which the record was written, so its delay is not recorded
     */
    void done(long timestamp) {
        handled.incrementAndGet();
        long passed = System.currentTimeMillis() - timestamp;
        if (passed < LONGEST_DELAY) {
            delay.record(Math.max(0, passed), TimeUnit.MILLISECONDS);
        }
    }

    /** Records that were stored or dead-lettered since the start. */
    public long handled() {
        return handled.get();
    }

    void wrote(WriteOutcome outcome) {
        stored.increment(outcome.stored());
        duplicate.increment(outcome.duplicates());
    }

    /** Offsets that were skipped; they count as received and dead-lettered as well. */
    public void unreadable(long offsets) {
        unreadable.increment(offsets);
        received.increment(offsets);
        deadLettered.increment(offsets);
        handled.addAndGet(offsets);
    }

    void deadLettered(int records) {
        deadLettered.increment(records);
    }
}
