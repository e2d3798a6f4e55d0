package org.dungeontalk.analytics.ingest;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.dungeontalk.analytics.store.BatchStore;
import org.dungeontalk.analytics.store.PartitionStatus;
import org.dungeontalk.analytics.store.SilenceWatch;
import org.jboss.logging.Logger;

/**
 * Reports the status of this instance's partitions once a second: to Kafka, PostgreSQL and the
 * probes. Used on the reading thread.
 */
@ApplicationScoped
public class ProgressReport {

    private static final Logger LOG = Logger.getLogger(ProgressReport.class);
    private static final long EVERY = 1_000;

    private final BatchStore store;
    private final EndlessRetry retry;
    private final LogWatch watch;
    private final SilenceWatch silence;
    private final ReadPositions positions;
    private final Clock clock;
    private long reportedAt;
    private volatile long lag;

    ProgressReport(
            BatchStore store,
            EndlessRetry retry,
            LogWatch watch,
            SilenceWatch silence,
            ReadPositions positions,
            Clock clock,
            MeterRegistry registry) {
        this.store = store;
        this.retry = retry;
        this.watch = watch;
        this.silence = silence;
        this.positions = positions;
        this.clock = clock;
        Gauge.builder("dungeontalk.analytics.lag", this, report -> report.lag)
                .description("Records of this instance's partitions that are not read yet")
                .register(registry);
    }

    /** Whether a report is due. */
    boolean isDue() {
        return clock.millis() - reportedAt >= EVERY;
    }

    /** Tells the probes at once where this instance's partitions are, empty if it reads none. */
    void reached(Map<Integer, Long> partitions) {
        positions.reached(partitions);
    }

    /**
     * Reports. All effects that the states have seen must be written. If another instance has moved
     * the progress of a partition, it is loaded again.
     */
    void report(String epoch, Assignment assignment, Waiter waiter) {
        reportedAt = clock.millis();
        Map<Integer, Long> reached = assignment.reached();
        positions.reached(reached);
        assignment.commit(reached);
        LogView view = watch.view().orElseThrow();
        if (!view.epoch().equals(epoch)) {
            return;
        }
        silence.watch(epoch, view.partitions());
        List<PartitionStatus> statuses = new ArrayList<>();
        assignment
                .assigned()
                .forEach(
                        (partition, mine) ->
                                assignment.status(partition, mine, view).ifPresent(statuses::add));
        lag = statuses.stream().mapToLong(PartitionStatus::lag).sum();
        if (!statuses.isEmpty()) {
            List<Integer> ours = waiter.await(retry.withStore(store.report(epoch, statuses)));
            Map<TopicPartition, AssignedPartition> assigned = Map.copyOf(assignment.assigned());
            assigned.forEach(
                    (partition, mine) -> check(partition, mine, statuses, ours, assignment));
        }
    }

    private static void check(
            TopicPartition partition,
            AssignedPartition mine,
            List<PartitionStatus> statuses,
            List<Integer> ours,
            Assignment assignment) {
        boolean reported =
                statuses.stream()
                        .anyMatch(
                                status ->
                                        status.partition() == mine.number()
                                                && status.nextOffset() == mine.committed());
        if (reported && !ours.contains(mine.number())) {
            LOG.infof(
                    "Partition %d: its position was changed in the database; its state is loaded"
                            + " again",
                    mine.number());
            assignment.reload(partition, mine);
        }
    }
}
