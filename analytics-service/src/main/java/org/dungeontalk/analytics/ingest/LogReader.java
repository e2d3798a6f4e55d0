package org.dungeontalk.analytics.ingest;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.dungeontalk.analytics.AnalyticsConfig;
import org.dungeontalk.analytics.store.BatchStore;
import org.dungeontalk.analytics.store.OverallWatch;
import org.dungeontalk.analytics.store.Overtaken;
import org.dungeontalk.analytics.store.Sight;
import org.jboss.logging.Logger;

/**
 * Reads the partitions that the group gives to this instance, on one thread, {@code log-reader}.
 *
 * <p>Where reading begins is decided by PostgreSQL: at the partition's snapshot, so that its state
 * is rebuilt. Kafka's committed offsets follow once a second and only show the lag. While a batch
 * waits for PostgreSQL the partitions are paused and polling goes on, so the membership in the
 * group is kept and memory stays as it is. A reader that fails is begun anew after 5 seconds.
 */
@ApplicationScoped
public class LogReader implements ConsumerRebalanceListener {

    private static final Logger LOG = Logger.getLogger(LogReader.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration LEAVING = Duration.ofSeconds(3);
    private static final long SECOND = 1_000;
    private static final long BEGIN_AGAIN = 5_000;

    /** How old an answer of the broker may be that said there is nothing more. */
    private static final long ANSWER_AGE = 1_000;

    private final ConsumerFactory consumers;
    private final LogEpoch epochs;
    private final Counting counting;
    private final BatchStore store;
    private final Patience patience;
    private final StateLoader states;
    private final OverallWatch overall;
    private final Clock clock;
    private final String topic;
    private final Thread thread = new Thread(this::run, "log-reader");
    private final Map<TopicPartition, Assigned> assigned = new HashMap<>();
    private final Set<TopicPartition> unloaded = new HashSet<>();
    private volatile boolean stopping;
    private KafkaConsumer<byte[], byte[]> consumer;
    private Waiter waiter;
    private Harvest harvest;
    private String epoch;
    private long looked;
    private volatile long lag;

    LogReader(
            ConsumerFactory consumers,
            LogEpoch epochs,
            Counting counting,
            BatchStore store,
            Patience patience,
            StateLoader states,
            OverallWatch overall,
            Clock clock,
            AnalyticsConfig config,
            MeterRegistry metrics) {
        this.consumers = consumers;
        this.epochs = epochs;
        this.counting = counting;
        this.store = store;
        this.patience = patience;
        this.states = states;
        this.overall = overall;
        this.clock = clock;
        this.topic = config.log().topic();
        Gauge.builder("dungeontalk.analytics.lag", this, reader -> reader.lag)
                .description("Records of this instance's partitions that are not read yet")
                .register(metrics);
    }

    void start(@Observes StartupEvent started) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
        stopping = true;
        thread.interrupt();
        thread.join(BEGIN_AGAIN);
    }

    private void run() {
        while (!stopping) {
            try {
                epoch = epochs.get().subscribeAsCompletionStage().get();
                overall.watch(epoch);
                read();
            } catch (InterruptedException | Stopped e) {
                LOG.debug("Reading ends");
            } catch (ExecutionException | RuntimeException e) {
                if (!stopping) {
                    LOG.errorf(e, "Reading the log failed, it begins anew in %d ms", BEGIN_AGAIN);
                    pause();
                }
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(BEGIN_AGAIN);
        } catch (InterruptedException e) {
            LOG.debug("Reading ends");
        }
    }

    private void read() {
        assigned.clear();
        unloaded.clear();
        harvest = new Harvest(clock.instant());
        consumer = consumers.open();
        waiter = new GroupWaiter(consumer, unloaded, () -> stopping);
        try {
            consumer.subscribe(List.of(topic), this);
            while (!stopping) {
                turn();
            }
        } catch (InterruptException e) {
            throw new Stopped();
        } finally {
            leave();
        }
    }

    /** Leaves the group in order, also when the thread was told to stop by an interrupt. */
    private void leave() {
        if (Thread.interrupted()) {
            LOG.debug("Leaving the group");
        }
        consumer.close(CloseOptions.timeout(LEAVING));
    }

    private void turn() {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        load();
        if (!records.isEmpty()) {
            harvest = harvest.isEmpty() ? new Harvest(clock.instant()) : harvest;
            counting.observe(epoch, records, assigned, harvest, waiter);
        }
        if (harvest.isDue(records.count(), this::ahead, clock.instant())) {
            write();
        }
        if (harvest.isEmpty() && clock.millis() - looked >= SECOND) {
            looked = clock.millis();
            look();
        }
    }

    private void write() {
        Harvest whole = harvest;
        try {
            counting.write(epoch, whole, waiter);
        } catch (Overtaken e) {
            LOG.warn("Another instance counts one of our partitions; reading from the progress");
            whole.touched().forEach(mine -> reload(new TopicPartition(topic, mine.number()), mine));
        } finally {
            harvest = new Harvest(clock.instant());
        }
    }

    /** Records that are known to be in the log and are not read yet. */
    private long ahead() {
        return assigned.keySet().stream()
                .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
                .sum();
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        unloaded.addAll(partitions);
        consumer.pause(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        commit();
        onPartitionsLost(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            Assigned mine = assigned.remove(partition);
            if (mine != null) {
                harvest.leave(mine);
            }
        }
        unloaded.removeAll(partitions);
    }

    private void reload(TopicPartition partition, Assigned mine) {
        if (assigned.remove(partition, mine)) {
            unloaded.add(partition);
            consumer.pause(List.of(partition));
        }
    }

    /** Brings partitions that are new here to where their snapshot was taken. */
    private void load() {
        if (unloaded.isEmpty()) {
            return;
        }
        states.load(epoch, Set.copyOf(unloaded), waiter)
                .forEach(
                        (partition, mine) -> {
                            if (unloaded.remove(partition)) {
                                assigned.put(partition, mine);
                                consumer.seek(partition, mine.next());
                                consumer.resume(List.of(partition));
                            }
                        });
    }

    /** Tells how the partitions look, and loads again those whose progress somebody else moved. */
    private void look() {
        commit();
        List<Sight> sights = new ArrayList<>();
        assigned.forEach(
                (partition, mine) -> {
                    if (mine.next() >= mine.committed()) {
                        sights.add(sight(partition, mine));
                    }
                });
        lag = sights.stream().mapToLong(Sight::lag).sum();
        if (sights.isEmpty()) {
            return;
        }
        List<Integer> ours =
                waiter.await(patience.withStore(store.seen(epoch, sights), failure -> false));
        for (Sight sight : sights) {
            TopicPartition partition = new TopicPartition(topic, sight.partition());
            Assigned mine = assigned.get(partition);
            boolean same = mine != null && mine.committed() == sight.nextOffset();
            if (same && !ours.contains(sight.partition())) {
                LOG.infof("Partition %d: the progress was moved", sight.partition());
                reload(partition, mine);
            }
        }
    }

    private Sight sight(TopicPartition partition, Assigned mine) {
        long lag = consumer.currentLag(partition).orElse(Long.MAX_VALUE);
        long until = lag == 0 ? clock.millis() - ANSWER_AGE : mine.state().watermark();
        return new Sight(mine.number(), mine.committed(), lag == Long.MAX_VALUE ? 0 : lag, until);
    }

    private void commit() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        assigned.forEach(
                (partition, mine) ->
                        offsets.put(partition, new OffsetAndMetadata(mine.committed())));
        if (!offsets.isEmpty()) {
            consumer.commitAsync(offsets, null);
        }
    }
}
