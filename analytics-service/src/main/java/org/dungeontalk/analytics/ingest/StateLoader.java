package org.dungeontalk.analytics.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.dungeontalk.analytics.detection.DetectorFactory;
import org.dungeontalk.analytics.partition.Partition;
import org.dungeontalk.analytics.partition.Partition.Loaded;
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
    private final DetectorFactory rules;
    private final Clock clock;

    StateLoader(BatchStore store, Patience patience, DetectorFactory rules, Clock clock) {
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
                waiter.await(patience.withStore(store.standing(epoch, numbers)));
        Map<TopicPartition, Assigned> loaded = new HashMap<>();
        Map<Loaded, Integer> found = new EnumMap<>(Loaded.class);
        for (TopicPartition partition : partitions) {
            int number = partition.partition();
            loaded.put(partition, begin(epoch, number, standings.get(number), found));
        }
        tell(found);
        return loaded;
    }

    private static void tell(Map<Loaded, Integer> found) {
        if (found.containsKey(Loaded.OF_OTHER_SETTINGS)) {
            LOG.infof(
                    "Snapshots of %d partitions were made with other settings and are brought to"
                            + " those of now",
                    found.get(Loaded.OF_OTHER_SETTINGS));
        }
        if (found.containsKey(Loaded.UNREADABLE)) {
            LOG.warnf(
                    "Snapshots of %d partitions can't be read; their states are rebuilt from the"
                            + " log's beginning",
                    found.get(Loaded.UNREADABLE));
        }
    }

    private Assigned begin(
            String epoch, int number, Standing standing, Map<Loaded, Integer> found) {
        Partition state = rules.partition(epoch, number);
        if (standing.snapshot() != null) {
            Loaded loaded = state.load(standing.snapshot());
            found.merge(loaded, 1, Integer::sum);
            if (loaded == Loaded.UNREADABLE) {
                Standing empty = new Standing(standing.nextOffset(), 0, null);
                return new Assigned(number, rules.partition(epoch, number), empty, clock.millis());
            }
        }
        return new Assigned(number, state, standing, clock.millis());
    }
}
