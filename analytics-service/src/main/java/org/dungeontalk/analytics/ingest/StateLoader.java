package org.dungeontalk.analytics.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.dungeontalk.analytics.Rules;
import org.dungeontalk.analytics.partition.Partition;
import org.dungeontalk.analytics.store.BatchStore;
import org.dungeontalk.analytics.store.Standing;
import org.jboss.logging.Logger;

/**
 * Brings the states of partitions to where their snapshots were taken, or to the log's beginning if
 * there is none of this shape. On the reading thread; waits for PostgreSQL for as long as it takes.
 */
@ApplicationScoped
public class StateLoader {

    private static final Logger LOG = Logger.getLogger(StateLoader.class);

    private final BatchStore store;
    private final Patience patience;
    private final Rules rules;
    private final Clock clock;

    StateLoader(BatchStore store, Patience patience, Rules rules, Clock clock) {
        this.store = store;
        this.patience = patience;
        this.rules = rules;
        this.clock = clock;
    }

    /** These partitions as PostgreSQL knows them. */
    Map<TopicPartition, Assigned> load(
            String epoch, Collection<TopicPartition> partitions, Waiter waiter) {
        List<Integer> numbers = partitions.stream().map(TopicPartition::partition).toList();
        Map<Integer, Standing> standings =
                waiter.await(patience.withStore(store.standing(epoch, numbers), failure -> false));
        Map<TopicPartition, Assigned> loaded = new HashMap<>();
        for (TopicPartition partition : partitions) {
            int number = partition.partition();
            loaded.put(partition, begin(epoch, number, standings.get(number)));
        }
        return loaded;
    }

    private Assigned begin(String epoch, int number, Standing standing) {
        Partition state = rules.partition(epoch, number);
        if (standing.snapshot() != null && !state.load(standing.snapshot())) {
            LOG.warnf(
                    "Partition %d: the snapshot has another shape, the log is read from its"
                            + " beginning",
                    number);
            Standing empty = new Standing(standing.nextOffset(), 0, null);
            return new Assigned(number, rules.partition(epoch, number), empty, clock.millis());
        }
        return new Assigned(number, state, standing, clock.millis());
    }
}
