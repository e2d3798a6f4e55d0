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
import org.dungeontalk.analytics.partition.PartitionState;
import org.dungeontalk.analytics.partition.PartitionState.Loaded;
import org.dungeontalk.analytics.store.BatchStore;
import org.dungeontalk.analytics.store.PartitionProgress;
import org.jboss.logging.Logger;

/**
 * Loads the states of partitions from their snapshots. Without a usable snapshot, a partition
 * begins at the log's start. Used on the reading thread. Waits for PostgreSQL without a time limit.
 */
@ApplicationScoped
public class StateLoader {

    private static final Logger LOG = Logger.getLogger(StateLoader.class);

    private final BatchStore store;
    private final EndlessRetry retry;
    private final DetectorFactory detectors;
    private final Clock clock;

    StateLoader(BatchStore store, EndlessRetry retry, DetectorFactory detectors, Clock clock) {
        this.store = store;
        this.retry = retry;
        this.detectors = detectors;
        this.clock = clock;
    }

    /** Loads these partitions from PostgreSQL. */
    Map<TopicPartition, AssignedPartition> load(
            String epoch, Collection<TopicPartition> partitions, Waiter waiter) {
        List<Integer> numbers = partitions.stream().map(TopicPartition::partition).toList();
        Map<Integer, PartitionProgress> progresses =
                waiter.await(retry.withStore(store.progress(epoch, numbers)));
        Map<TopicPartition, AssignedPartition> loaded = new HashMap<>();
        Map<Loaded, Integer> found = new EnumMap<>(Loaded.class);
        for (TopicPartition partition : partitions) {
            int number = partition.partition();
            loaded.put(partition, begin(epoch, number, progresses.get(number), found));
        }
        logFound(found);
        return loaded;
    }

    private static void logFound(Map<Loaded, Integer> found) {
        if (found.containsKey(Loaded.OF_OTHER_SETTINGS)) {
            LOG.infof(
                    "Snapshots of %d partitions were made with other settings; they are adapted to"
                            + " the current ones",
                    found.get(Loaded.OF_OTHER_SETTINGS));
        }
        if (found.containsKey(Loaded.UNREADABLE)) {
            LOG.warnf(
                    "Snapshots of %d partitions can't be read; their state is rebuilt from the"
                            + " beginning of the log",
                    found.get(Loaded.UNREADABLE));
        }
    }

    private AssignedPartition begin(
            String epoch, int number, PartitionProgress progress, Map<Loaded, Integer> found) {
        PartitionState state = detectors.partition(epoch, number);
        if (progress.snapshot() != null) {
            Loaded loaded = state.load(progress.snapshot());
            found.merge(loaded, 1, Integer::sum);
            if (loaded == Loaded.UNREADABLE) {
                PartitionProgress empty = new PartitionProgress(progress.nextOffset(), 0, null);
                return new AssignedPartition(
                        number, detectors.partition(epoch, number), empty, clock.millis());
            }
        }
        return new AssignedPartition(number, state, progress, clock.millis());
    }
}
