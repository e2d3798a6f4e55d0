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
import org.dungeontalk.analytics.store.OverallWatch;
import org.dungeontalk.analytics.store.Sight;
import org.jboss.logging.Logger;

/**
 * Tells how this instance's partitions look, once a second: to Kafka, to PostgreSQL and to the
 * probes. On the reading thread.
 */
@ApplicationScoped
public class ProgressReport {

    private static final Logger LOG = Logger.getLogger(ProgressReport.class);
    private static final long EVERY = 1_000;

    private final BatchStore store;
    private final Patience patience;
    private final LogWatch watch;
    private final OverallWatch overall;
    private final ReadPlaces places;
    private final Clock clock;
    private long told;
    private volatile long lag;

    ProgressReport(
            BatchStore store,
            Patience patience,
            LogWatch watch,
            OverallWatch overall,
            ReadPlaces places,
            Clock clock,
            MeterRegistry registry) {
        this.store = store;
        this.patience = patience;
        this.watch = watch;
        this.overall = overall;
        this.places = places;
        this.clock = clock;
        Gauge.builder("dungeontalk.analytics.lag", this, report -> report.lag)
                .description("Records of this instance's partitions that are not read yet")
                .register(registry);
    }

    /** Whether it is time to tell. */
    boolean isDue() {
        return clock.millis() - told >= EVERY;
    }

    /** This instance reads nothing. */
    void nothing() {
        places.reached(Map.of());
    }

    /**
     * Tells it; everything that the states have seen has to be written. Partitions whose progress
     * somebody else moved are loaded again.
     */
    void tell(String epoch, Assignment assignment, Waiter waiter) {
        told = clock.millis();
        Map<Integer, Long> reached = assignment.reached();
        places.reached(reached);
        assignment.commit(reached);
        LogView view = watch.view().orElseThrow();
        if (!view.epoch().equals(epoch)) {
            return;
        }
        overall.watch(epoch, view.partitions());
        List<Sight> sights = new ArrayList<>();
        assignment
                .assigned()
                .forEach(
                        (partition, mine) ->
                                assignment.sight(partition, mine, view).ifPresent(sights::add));
        lag = sights.stream().mapToLong(Sight::lag).sum();
        if (!sights.isEmpty()) {
            List<Integer> ours = waiter.await(patience.withStore(store.seen(epoch, sights)));
            Map<TopicPartition, Assigned> assigned = Map.copyOf(assignment.assigned());
            assigned.forEach((partition, mine) -> check(partition, mine, sights, ours, assignment));
        }
    }

    private static void check(
            TopicPartition partition,
            Assigned mine,
            List<Sight> sights,
            List<Integer> ours,
            Assignment assignment) {
        boolean told =
                sights.stream()
                        .anyMatch(
                                sight ->
                                        sight.partition() == mine.number()
                                                && sight.nextOffset() == mine.committed());
        if (told && !ours.contains(mine.number())) {
            LOG.infof("Partition %d: the progress was moved", mine.number());
            assignment.reload(partition, mine);
        }
    }
}
