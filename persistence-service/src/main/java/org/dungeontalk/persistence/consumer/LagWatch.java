package org.dungeontalk.persistence.consumer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartitionInfo;
import org.dungeontalk.persistence.config.PersistenceConfig;
import org.dungeontalk.persistence.ingest.IngestMetrics;
import org.dungeontalk.persistence.kafka.LogAdmin;
import org.dungeontalk.persistence.kafka.LogInspector;
import org.dungeontalk.persistence.lifecycle.Dependencies;
import org.dungeontalk.persistence.lifecycle.Dependency;
import org.dungeontalk.persistence.lifecycle.DependencyName;
import org.dungeontalk.persistence.lifecycle.FailureReason;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Measures the lag of this instance and decides its liveness. Liveness is false if no record was
 * handled for the stall limit although the log has more and all dependencies answer: a restart
 * helps then. While a dependency is away a restart does not help, so liveness stays true. It is
 * also false if these checks no longer take place.
 */
@Liveness
@ApplicationScoped
public class LagWatch implements HealthCheck {

    /** How long no record may be handled although the log has more; past it, it is not ready. */
    private static final Duration READINESS_LIMIT = Duration.ofSeconds(18);

    /** More than a step of a check takes while Kafka is away. */
    private static final Duration LONGEST_STEP = Duration.ofSeconds(60);

    /** Nobody sets this clock. */
    private final InstantSource clock = () -> Instant.ofEpochSecond(0, System.nanoTime());

    private final LogAdmin admin;
    private final AssignmentListener assignment;
    private final IngestMetrics metrics;
    private final Dependencies dependencies;
    private final StallDetector detector;
    private final StallDetector early = new StallDetector(READINESS_LIMIT);
    private final UncommittedRecords uncommitted;
    private final StuckPartitions openTransactions;
    private final String topic;
    private volatile long lag;
    private volatile long behindTransactions;
    private volatile boolean stalled;
    private volatile boolean standing;
    private volatile Instant checked = clock.instant();

    public LagWatch(
            LogAdmin admin,
            @Identifier("log-assignment") AssignmentListener assignment,
            IngestMetrics metrics,
            Dependencies dependencies,
            LogInspector inspector,
            MeterRegistry registry,
            PersistenceConfig config) {
        this.admin = admin;
        this.assignment = assignment;
        this.metrics = metrics;
        this.dependencies = dependencies;
        this.uncommitted =
                new UncommittedRecords(
                        it -> {
                            checked = clock.instant();
                            return inspector.holdsRecords(it.partition(), it.from(), it.upto());
                        });
        this.detector = new StallDetector(config.log().stallLimit());
        this.openTransactions = new StuckPartitions(config.log().transactionLimit());
        this.topic = config.log().topic();
        Gauge.builder(
                        "dungeontalk.persistence.open.transaction",
                        this,
                        watch -> watch.behindTransactions)
                .description("Records of the log behind open transactions, which can't be read yet")
                .baseUnit("records")
                .register(registry);
        Gauge.builder("dungeontalk.persistence.lag", this, watch -> watch.lag)
                .description("Records of this instance's partitions that are not committed yet")
                .baseUnit("records")
                .register(registry);
    }

    /**
     * Asks Kafka about every partition. While one does not answer, the log counts as away, the lag
     * keeps its value and nothing counts as stalled. Never fails.
     */
    @Scheduled(
            every = "{dungeontalk.log.lag-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> check() {
        return admin.describe()
                .map(LagWatch::partitions)
                .chain(all -> check(all))
                .onItem()
                .invoke(dependencies.get(DependencyName.LOG_PARTITIONS)::answered)
                .onFailure()
                .invoke(
                        silent -> {
                            dependencies
                                    .get(DependencyName.LOG_PARTITIONS)
                                    .failed(FailureReason.of(silent));
                            note(lag, true);
                        })
                .onFailure()
                .recoverWithNull();
    }

    private static Set<Integer> partitions(TopicDescription topic) {
        return topic.partitions().stream()
                .map(TopicPartitionInfo::partition)
                .collect(Collectors.toSet());
    }

    private Uni<Void> check(Set<Integer> all) {
        return Uni.combine()
                .all()
                .unis(
                        admin.ends(all, IsolationLevel.READ_COMMITTED),
                        admin.ends(all, IsolationLevel.READ_UNCOMMITTED),
                        admin.committed())
                .usingConcurrencyOf(1)
                .with(
                        (stable, ends, committed) -> {
                            note(stable, ends);
                            Map<Integer, Long> mine = new HashMap<>(stable);
                            mine.keySet().retainAll(assignment.partitions());
                            return behind(mine, committed);
                        })
                .map(uncommitted::count)
                .invoke(records -> note(records, dependencies.anyAway()))
                .replaceWithVoid();
    }

    private synchronized void note(Map<Integer, Long> stable, Map<Integer, Long> ends) {
        Map<Integer, Long> open = new HashMap<>(stable);
        open.entrySet().removeIf(it -> it.getValue() >= ends.getOrDefault(it.getKey(), 0L));
        behindTransactions =
                open.entrySet().stream()
                        .mapToLong(it -> ends.get(it.getKey()) - it.getValue())
                        .sum();
        Dependency transactions = dependencies.get(DependencyName.LOG_TRANSACTIONS);
        SortedMap<Integer, Long> stuck = openTransactions.check(open, clock.instant());
        if (stuck.isEmpty()) {
            transactions.answered();
        } else {
            int partition = stuck.firstKey();
            transactions.failed(
                    "a transaction in %s-%d is open since offset %d"
                            .formatted(topic, partition, stuck.get(partition)));
        }
    }

    private static Set<UncommittedRecords.Range> behind(
            Map<Integer, Long> ends, Map<Integer, Long> committed) {
        return ends.entrySet().stream()
                .map(
                        end ->
                                new UncommittedRecords.Range(
                                        end.getKey(),
                                        committed.getOrDefault(end.getKey(), 0L),
                                        end.getValue()))
                .collect(Collectors.toSet());
    }

    private synchronized void note(long records, boolean waiting) {
        lag = records;
        checked = clock.instant();
        stalled = detector.stalled(checked, records, metrics.handled(), waiting);
        standing = early.stalled(checked, records, metrics.handled(), waiting);
    }

    /** Whether no record was handled for 18 seconds although the log has more. */
    boolean standsStill() {
        return standing;
    }

    @Override
    public HealthCheckResponse call() {
        boolean checks = Duration.between(checked, clock.instant()).compareTo(LONGEST_STEP) <= 0;
        return HealthCheckResponse.named("consumption")
                .status(!stalled && checks)
                .withData("lag", lag)
                .withData("checks", checks)
                .build();
    }
}
