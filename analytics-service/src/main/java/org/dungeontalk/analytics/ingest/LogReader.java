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
import org.dungeontalk.analytics.background.FailureReason;
import org.dungeontalk.analytics.config.AnalyticsConfig;
import org.dungeontalk.analytics.store.ProgressConflictException;
import org.jboss.logging.Logger;

/**
 * Reads the partitions that the group assigns to this instance, on one thread, {@code log-reader}.
 *
 * <p>PostgreSQL decides where reading begins: at the partition's snapshot, to rebuild its state.
 * Kafka's committed offsets follow once a second and only show the lag. While a batch waits for
 * PostgreSQL the partitions are paused and polling goes on, so the consumer stays in the group and
 * memory does not grow. Before it writes a batch, it asks Kafka whether the topic is still the
 * same. A reader that fails restarts after 5 seconds.
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
    private final BatchProcessor processor;
    private final PoisonRecordSearch search;
    private final StateLoader states;
    private final ProgressReport report;
    private final IngestMetrics metrics;
    private final Clock clock;
    private final String topic;
    private final Heartbeat heartbeat;
    private final Thread thread = new Thread(this::run, "log-reader");
    private final Availability reading =
            new Availability(
                    why -> LOG.errorf("Reading the log fails and restarts every 5 s: %s", why),
                    () -> LOG.info("Reading the log works again"));

    /** Partitions with a record that can't be counted, and the offset before which it lies. */
    private final Map<TopicPartition, Long> poisonedUntil = new HashMap<>();

    private volatile boolean stopping;
    private KafkaConsumer<byte[], byte[]> consumer;
    private Assignment assignment;
    private Waiter waiter;
    private Batch batch;
    private String epoch;
    private long epochAskedAt;

    LogReader(
            ConsumerFactory consumers,
            LogWatch watch,
            LogGaps gaps,
            BatchProcessor processor,
            PoisonRecordSearch search,
            StateLoader states,
            ProgressReport report,
            IngestMetrics metrics,
            Clock clock,
            AnalyticsConfig config) {
        this.consumers = consumers;
        this.watch = watch;
        this.gaps = gaps;
        this.processor = processor;
        this.search = search;
        this.states = states;
        this.report = report;
        this.metrics = metrics;
        this.clock = clock;
        this.topic = config.log().topic();
        this.heartbeat = new Heartbeat(config.log().heartbeatLimit().toMillis(), clock.millis());
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

    /** Whether the counting thread lives. */
    public boolean isAlive() {
        return stopping || thread.isAlive() && heartbeat.isAlive(clock.millis());
    }

    /** Whether the last reading did not fail, and its thread was not silent for 20 seconds. */
    public boolean isReading() {
        return !reading.isAway() && (stopping || heartbeat.isRegular(clock.millis()));
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
            reading.failed(FailureReason.of(failure));
            LOG.debugf(failure, "Reading failed");
        }
    }

    private void alive() {
        heartbeat.beat(clock.millis());
    }

    /** Reads until the topic is replaced. */
    private void read() throws InterruptedException {
        awaitLog();
        poisonedUntil.clear();
        batch = new Batch(clock.instant());
        consumer = consumers.open();
        try {
            assignment = new Assignment(consumer, mine -> batch.discard(mine));
            waiter = new GroupWaiter(consumer, assignment.unloaded(), () -> stopping, this::alive);
            epochAskedAt = clock.millis();
            epoch = waiter.await(watch.epoch());
            consumer.subscribe(List.of(topic), assignment);
            while (!stopping && isSameLog()) {
                pollOnce();
            }
        } catch (InterruptException e) {
            throw new StoppedException();
        } catch (TopicRecreated e) {
            LOG.debugf("The topic of epoch %s was replaced", epoch);
        } finally {
            leaveGroup();
        }
    }

    private void awaitLog() throws InterruptedException {
        while (watch.view().isEmpty()) {
            alive();
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
    }

    /** As far as was seen since reading began. */
    private boolean isSameLog() {
        LogView seen = watch.view().orElseThrow();
        return seen.epoch().equals(epoch) || seen.askedAt() <= epochAskedAt;
    }

    /** Leaves the group cleanly, also when an interrupt ended the thread. */
    private void leaveGroup() {
        if (Thread.interrupted()) {
            LOG.debug("Leaving the group");
        }
        report.reached(Map.of());
        alive();
        consumer.close(CloseOptions.timeout(LEAVING));
    }

    private void pollOnce() {
        alive();
        ConsumerRecords<byte[], byte[]> records = poll();
        assignment.load(states, epoch, waiter, report::reached);
        if (!records.isEmpty()) {
            process(records);
        }
        boolean searching = !poisonedUntil.isEmpty() && !batch.isEmpty();
        if (searching || batch.isDue(records.count(), assignment::backlog, clock.instant())) {
            write();
        }
        if (batch.isEmpty() && report.isDue()) {
            reading.worked();
            report.report(epoch, assignment, waiter);
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
                    || !gaps.skipUnreadable(consumer, assignment, batch, e, this::alive)) {
                throw e;
            }
        }
        return ConsumerRecords.empty();
    }

    private void process(ConsumerRecords<byte[], byte[]> records) {
        batch = batch.isEmpty() ? new Batch(clock.instant()) : batch;
        Map<AssignedPartition, List<IncomingRecord>> incoming =
                processor.decode(records, assignment.assigned());
        Map<AssignedPartition, List<IncomingRecord>> searched = new HashMap<>(incoming);
        searched.keySet().removeIf(mine -> !poisonedUntil.containsKey(partition(mine)));
        incoming.keySet().removeAll(searched.keySet());
        try {
            processor.process(epoch, incoming, batch, waiter);
        } catch (PoisonRecordException e) {
            incoming.forEach(
                    (mine, all) -> {
                        batch.touch(mine);
                        if (!all.isEmpty()) {
                            markPoisoned(mine, all.get(all.size() - 1).offset() + 1);
                        }
                    });
            markPoisoned(batch);
            batch = new Batch(clock.instant());
        }
        searched.forEach(this::search);
    }

    private void search(AssignedPartition mine, List<IncomingRecord> records) {
        checkEpoch();
        try {
            search.count(epoch, mine, records, waiter);
        } catch (ProgressConflictException e) {
            overtaken(mine);
        }
        poisonedUntil.computeIfPresent(
                partition(mine), (partition, until) -> mine.committed() < until ? until : null);
    }

    private void write() {
        Batch whole = batch;
        try {
            checkEpoch();
            processor.write(epoch, whole, waiter);
        } catch (ProgressConflictException e) {
            whole.touched().forEach(this::overtaken);
        } catch (PoisonRecordException e) {
            markPoisoned(whole);
        } finally {
            batch = new Batch(clock.instant());
        }
    }

    private void overtaken(AssignedPartition mine) {
        LOG.infof(
                "Partition %d: another instance has counted it too; its state is loaded again",
                mine.number());
        assignment.reload(partition(mine), mine);
    }

    /** Loads the partitions of this batch again, to count their records by bisection. */
    private void markPoisoned(Batch refused) {
        for (AssignedPartition mine : refused.touched()) {
            markPoisoned(mine, mine.next());
            assignment.reload(partition(mine), mine);
        }
    }

    private void markPoisoned(AssignedPartition mine, long until) {
        poisonedUntil.merge(partition(mine), until, Math::max);
    }

    private TopicPartition partition(AssignedPartition mine) {
        return new TopicPartition(topic, mine.number());
    }

    /** Asks after reading whether the topic was replaced in the meantime. */
    private void checkEpoch() {
        if (!waiter.await(watch.epoch()).equals(epoch)) {
            throw new TopicRecreated();
        }
    }

    /** The topic was replaced. Effects that are not yet written are void. */
    private static final class TopicRecreated extends RuntimeException {
        TopicRecreated() {
            super("The topic was created again", null, false, false);
        }
    }
}
