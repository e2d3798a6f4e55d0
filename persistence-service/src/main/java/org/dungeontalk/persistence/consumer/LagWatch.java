package org.dungeontalk.persistence.consumer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartitionInfo;
import org.dungeontalk.persistence.config.PersistenceConfig;
import org.dungeontalk.persistence.ingest.IngestMetrics;
import org.dungeontalk.persistence.kafka.LogAdmin;
import org.dungeontalk.persistence.lifecycle.Dependencies;
import org.dungeontalk.persistence.lifecycle.FailureReason;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * How far this instance is behind the log on its partitions, as a gauge, and liveness: false when
 * nothing moves although the log has more and nothing is waited for. A new start mends that; it
 * would not mend a database that is away, so then liveness stays true.
 */
@Liveness
@ApplicationScoped
public class LagWatch implements HealthCheck {

    private final Clock clock = Clock.systemUTC();
    private final LogAdmin admin;
    private final AssignmentListener assignment;
    private final IngestMetrics metrics;
    private final Dependencies dependencies;
    private final StallDetector detector;
    private final Rests rests;
    private final OpenTransactions transactions;
    private volatile long lag;
    private volatile long behindTransactions;
    private volatile boolean stalled;

    public LagWatch(
            LogAdmin admin,
            @Identifier("log-assignment") AssignmentListener assignment,
            IngestMetrics metrics,
            Dependencies dependencies,
            RestReader rest,
            MeterRegistry registry,
            PersistenceConfig config) {
        this.admin = admin;
        this.assignment = assignment;
        this.metrics = metrics;
        this.dependencies = dependencies;
        this.rests = new Rests(rest::holdsRecords);
        this.detector = new StallDetector(config.log().stallLimit());
        this.transactions =
                new OpenTransactions(config.log().topic(), config.log().transactionLimit());
        Gauge.builder(
                        "dungeontalk.persistence.open.transaction",
                        this,
                        watch -> watch.behindTransactions)
                .description(
                        "Records of the log that nobody reads, behind transactions that are open")
                .baseUnit("records")
                .register(registry);
        Gauge.builder("dungeontalk.persistence.lag", this, watch -> watch.lag)
                .description("Records of this instance's partitions that are not committed yet")
                .baseUnit("records")
                .register(registry);
    }

    /**
     * Asks Kafka about every partition; while one of them does not answer, the log counts as away,
     * the lag stays as it was and nothing counts as stalled. Never fails.
     */
    @Scheduled(
            every = "{dungeontalk.log.lag-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> check() {
        return admin.describe()
                .map(LagWatch::partitions)
                .chain(all -> check(all))
                .onItem()
                .invoke(dependencies.ends()::answered)
                .onFailure()
                .invoke(
                        silent -> {
                            dependencies.ends().failed(FailureReason.of(silent));
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
                .map(rests::records)
                .invoke(records -> note(records, dependencies.anyAway()))
                .replaceWithVoid();
    }

    private synchronized void note(Map<Integer, Long> stable, Map<Integer, Long> ends) {
        transactions
                .check(stable, ends, clock.instant())
                .ifPresentOrElse(
                        dependencies.transactions()::failed, dependencies.transactions()::answered);
        behindTransactions = transactions.records();
    }

    private static Set<Rest> behind(Map<Integer, Long> ends, Map<Integer, Long> committed) {
        return ends.entrySet().stream()
                .map(
                        end ->
                                new Rest(
                                        end.getKey(),
                                        committed.getOrDefault(end.getKey(), 0L),
                                        end.getValue()))
                .collect(Collectors.toSet());
    }

    private synchronized void note(long records, boolean waiting) {
        lag = records;
        stalled = detector.stalled(clock.instant(), records, metrics.handled(), waiting);
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("consumption")
                .status(!stalled)
                .withData("lag", lag)
                .build();
    }
}
