package org.dungeontalk.analytics.ingest;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.dungeontalk.analytics.config.AnalyticsConfig;
import org.dungeontalk.analytics.store.Overtaken;
import org.jboss.logging.Logger;

/**
 * Reads the partitions that the group gives to this instance, on one thread, {@code log-reader}.
 *
 * <p>Where reading begins is decided by PostgreSQL: at the partition's snapshot, so that its state
 * is rebuilt. Kafka's committed offsets follow once a second and only show the lag. While a batch
 * waits for PostgreSQL the partitions are paused and polling goes on, so the membership in the
 * group is kept and memory stays as it is. Before a batch is written Kafka is asked whether the
 * topic still is the one it was read from. A reader that fails is begun anew after 5 seconds.
 */
@ApplicationScoped
public class LogReader {

    private static final Logger LOG = Logger.getLogger(LogReader.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration LEAVING = Duration.ofSeconds(3);
    private static final long BEGIN_AGAIN = 5_000;

    private final ConsumerFactory consumers;
    private final LogWatch watch;
    private final LogGaps gaps;
    private final Counting counting;
    private final RecordSearch search;
    private final StateLoader states;
    private final ProgressReport report;
    private final IngestMetrics metrics;
    private final Clock clock;
    private final String topic;
    private final Heartbeat heartbeat;
    private final Thread thread = new Thread(this::run, "log-reader");
    private final Availability reading =
            new Availability(
                    why -> LOG.errorf("Reading fails and begins anew each 5 s: %s", why),
                    () -> LOG.info("Reading works again"));

    /** Partitions among whose records, up to an offset, is one that can't be counted. */
    private final Map<TopicPartition, Long> suspects = new HashMap<>();

    private volatile boolean stopping;
    private KafkaConsumer<byte[], byte[]> consumer;
    private Assignment assignment;
    private Waiter waiter;
    private Harvest harvest;
    private String epoch;
    private long epochAskedAt;

    LogReader(
            ConsumerFactory consumers,
            LogWatch watch,
            LogGaps gaps,
            Counting counting,
            RecordSearch search,
            StateLoader states,
            ProgressReport report,
            IngestMetrics metrics,
            Clock clock,
            AnalyticsConfig config) {
        this.consumers = consumers;
        this.watch = watch;
        this.gaps = gaps;
        this.counting = counting;
        this.search = search;
        this.states = states;
        this.report = report;
        this.metrics = metrics;
        this.clock = clock;
        this.topic = config.log().topic();
        this.heartbeat = new Heartbeat(clock.millis());
    }

    void start(@Observes StartupEvent started) {
        heartbeat.beat(clock.millis());
        thread.start();
    }

    void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
        stopping = true;
        thread.interrupt();
        thread.join(BEGIN_AGAIN);
    }

    /** Whether the thread that counts is there and goes on. */
    public boolean isAlive() {
        return stopping || thread.isAlive() && heartbeat.isAlive(clock.millis());
    }

    /** Whether reading failed and has not worked since. */
    public boolean isFailing() {
        return reading.isAway();
    }

    private void run() {
        ThreadGuard guard = new ThreadGuard(this::failed, ProcessEnd::now);
        while (!stopping) {
            if (!guard.did(this::read) && !stopping) {
                alive();
                guard.did(() -> TimeUnit.MILLISECONDS.sleep(BEGIN_AGAIN));
            }
        }
    }

    private void failed(Throwable failure) {
        if (!stopping) {
            metrics.readerFailed();
            reading.failed(failure);
            LOG.debugf(failure, "Reading failed");
        }
    }

    private void alive() {
        heartbeat.beat(clock.millis());
    }

    /** Reads until the topic is another one. */
    private void read() throws InterruptedException {
        awaitLog();
        suspects.clear();
        harvest = new Harvest(clock.instant());
        consumer = consumers.open();
        try {
            assignment = new Assignment(consumer, mine -> harvest.leave(mine));
            waiter = new GroupWaiter(consumer, assignment.unloaded(), () -> stopping, this::alive);
            epochAskedAt = clock.millis();
            epoch = waiter.await(watch.epoch());
            consumer.subscribe(List.of(topic), assignment);
            while (!stopping && isSameLog()) {
                turn();
            }
        } catch (InterruptException e) {
            throw new Stopped();
        } catch (MadeAnew e) {
            LOG.debugf("Epoch %s is over", epoch);
        } finally {
            leave();
        }
    }

    private void awaitLog() throws InterruptedException {
        while (watch.view().isEmpty()) {
            alive();
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
    }

    /** As far as it was seen since the reading began. */
    private boolean isSameLog() {
        LogView seen = watch.view().orElseThrow();
        return seen.epoch().equals(epoch) || seen.askedAt() <= epochAskedAt;
    }

    /** Leaves the group in order, also when the thread was told to stop by an interrupt. */
    private void leave() {
        if (Thread.interrupted()) {
            LOG.debug("Leaving the group");
        }
        report.nothing();
        alive();
        consumer.close(CloseOptions.timeout(LEAVING));
    }

    private void turn() {
        alive();
        ConsumerRecords<byte[], byte[]> records = poll();
        assignment.load(states, epoch, waiter);
        if (!records.isEmpty()) {
            observe(records);
        }
        boolean searching = !suspects.isEmpty() && !harvest.isEmpty();
        if (searching || harvest.isDue(records.count(), assignment::ahead, clock.instant())) {
            write();
        }
        if (harvest.isEmpty() && report.isDue()) {
            reading.worked();
            report.tell(epoch, assignment, waiter);
        }
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        try {
            return consumer.poll(POLL);
        } catch (OffsetOutOfRangeException e) {
            checkEpoch();
            gaps.outOfRange(consumer, assignment, e.offsetOutOfRangePartitions().keySet());
        } catch (RuntimeException | LinkageError e) {
            if (!UnreadableSearch.isOfContent(e)
                    || !gaps.pass(consumer, assignment, harvest, e, this::alive)) {
                throw e;
            }
        }
        return ConsumerRecords.empty();
    }

    private void observe(ConsumerRecords<byte[], byte[]> records) {
        harvest = harvest.isEmpty() ? new Harvest(clock.instant()) : harvest;
        Map<Assigned, List<Incoming>> incoming = counting.read(records, assignment.assigned());
        Map<Assigned, List<Incoming>> searched = new HashMap<>(incoming);
        searched.keySet().removeIf(mine -> !suspects.containsKey(partition(mine)));
        incoming.keySet().removeAll(searched.keySet());
        try {
            counting.observe(epoch, incoming, harvest, waiter);
        } catch (Uncountable e) {
            incoming.forEach(
                    (mine, all) -> {
                        harvest.touch(mine);
                        if (!all.isEmpty()) {
                            suspect(mine, all.get(all.size() - 1).offset() + 1);
                        }
                    });
            suspect(harvest);
            harvest = new Harvest(clock.instant());
        }
        searched.forEach(this::search);
    }

    private void search(Assigned mine, List<Incoming> records) {
        checkEpoch();
        try {
            search.count(epoch, mine, records, waiter);
        } catch (Overtaken e) {
            overtaken(mine);
        }
        suspects.computeIfPresent(
                partition(mine), (partition, until) -> mine.committed() < until ? until : null);
    }

    private void write() {
        Harvest whole = harvest;
        try {
            checkEpoch();
            counting.write(epoch, whole, waiter);
        } catch (Overtaken e) {
            whole.touched().forEach(this::overtaken);
        } catch (Uncountable e) {
            suspect(whole);
        } finally {
            harvest = new Harvest(clock.instant());
        }
    }

    private void overtaken(Assigned mine) {
        LOG.infof("Partition %d: another instance counts it, too", mine.number());
        assignment.reload(partition(mine), mine);
    }

    /** Its partitions are loaded again, and their records counted by halves. */
    private void suspect(Harvest refused) {
        for (Assigned mine : refused.touched()) {
            suspect(mine, mine.next());
            assignment.reload(partition(mine), mine);
        }
    }

    private void suspect(Assigned mine, long until) {
        suspects.merge(partition(mine), until, Math::max);
    }

    private TopicPartition partition(Assigned mine) {
        return new TopicPartition(topic, mine.number());
    }

    /** Whether the topic was made anew since it was read is known by asking after the reading. */
    private void checkEpoch() {
        if (!waiter.await(watch.epoch()).equals(epoch)) {
            throw new MadeAnew();
        }
    }

    /** The topic is another one: what was read and not written is of no use. */
    private static final class MadeAnew extends RuntimeException {
        MadeAnew() {
            super("The topic was made anew", null, false, false);
        }
    }
}
