package org.dungeontalk.analytics.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dungeontalk.analytics.activity.ActivityCounts;
import org.dungeontalk.analytics.activity.ActivityKey;
import org.dungeontalk.analytics.alert.Alert;
import org.dungeontalk.analytics.anomaly.Raid.RaidMessage;
import org.dungeontalk.analytics.config.AnalyticsConfig;
import org.dungeontalk.analytics.detection.DetectorFactory;
import org.dungeontalk.analytics.erasure.Erasures;
import org.dungeontalk.analytics.erasure.Pseudonyms;
import org.dungeontalk.analytics.moderation.Policy;
import org.dungeontalk.analytics.partition.Effects;

/**
 * Writes batches into PostgreSQL, each in one transaction with its progress.
 *
 * <p>Guarantee: a record changes the numbers once, however often it is read and by however many
 * instances at the same time. The transaction moves the progress of the batch's partitions only
 * from where the batch began. If one of them is elsewhere, nothing is written ({@link
 * ProgressConflictException}). If the process is killed, the whole batch is written or nothing.
 *
 * <p>Never blocks. May be called on any thread. Fails with the client's exceptions, and with
 * Mutiny's timeout past the transaction limit.
 */
@ApplicationScoped
public class BatchStore {

    /** Clocks differ, and only a whole day can be rolled up again. */
    private static final Duration SURELY = Duration.ofDays(2);

    private final Pool pool;
    private final Clock clock;
    private final DetectorFactory detectors;
    private final RaidSearch raids;
    private final Erasures erasures;
    private final Policy policy;
    private final long lateness;
    private final Duration limit;
    private final long minutesKept;
    private final MeterRegistry metrics;
    private final Timer transactions;

    BatchStore(
            Pool pool,
            Clock clock,
            DetectorFactory detectors,
            Erasures erasures,
            AnalyticsConfig config,
            MeterRegistry metrics) {
        this.erasures = erasures;
        this.pool = pool;
        this.clock = clock;
        this.detectors = detectors;
        this.raids = new RaidSearch(detectors.raid());
        this.policy = detectors.policy();
        this.lateness = config.windows().lateness().toMillis();
        this.limit = config.store().transactionLimit();
        this.minutesKept = config.retention().minutes().minus(SURELY).toMillis();
        this.metrics = metrics;
        this.transactions =
                Timer.builder("dungeontalk.analytics.transaction")
                        .description("Time of a batch's transaction from BEGIN to COMMIT")
                        .publishPercentileHistogram()
                        .register(metrics);
    }

    /** The progress of partitions. Partitions that nobody has read yet are at 0. */
    public Uni<Map<Integer, PartitionProgress>> progress(
            String epoch, Collection<Integer> partitions) {
        return limited(pool.withConnection(with -> ProgressRows.progress(with, epoch, partitions)));
    }

    /**
     * Claims the ids that senders chose, before their messages are counted. Expects at least one.
     *
     * @return the positions of messages that are not the first with their id in their room
     */
    public Uni<Set<RecordPosition>> claim(String epoch, List<MessageIdClaim> claims) {
        return limited(pool.withConnection(with -> SeenRows.claim(with, epoch, claims)));
    }

    /**
     * Writes the messages that may belong to raids, before the batch is written. The item is the
     * list of messages, of all instances, that now belong to raids.
     */
    public Uni<List<RaidMessage>> findRaids(String epoch, List<RaidMessage> raidMessages) {
        return limited(
                pool.withConnection(
                        with ->
                                TextBatchRows.add(with, epoch, raidMessages)
                                        .chain(() -> raids.find(with, epoch, raidMessages))));
    }

    /**
     * Reports the status of partitions. The item lists those whose progress is as the reader
     * expects.
     */
    public Uni<List<Integer>> report(String epoch, List<PartitionStatus> statuses) {
        return limited(pool.withConnection(with -> ProgressRows.report(with, epoch, statuses)));
    }

    /**
     * Writes a batch. When PostgreSQL has committed, the item is the list of new alerts.
     *
     * @param raidMessages as {@link #findRaids} found them
     */
    public Uni<List<Alert>> commit(
            String epoch, List<PartitionUpdate> updates, List<RaidMessage> raidMessages) {
        return limited(
                Uni.createFrom()
                        .deferred(
                                () -> {
                                    Timer.Sample sample = Timer.start();
                                    return pool.withTransaction(
                                                    with ->
                                                            write(
                                                                    with,
                                                                    epoch,
                                                                    updates,
                                                                    raidMessages))
                                            .invoke(() -> sample.stop(transactions))
                                            .invoke(this::count);
                                }));
    }

    private void count(List<Alert> fresh) {
        for (Alert alert : fresh) {
            metrics.counter("dungeontalk.analytics.alerts", "kind", alert.kind().word())
                    .increment();
        }
    }

    private Uni<List<Alert>> write(
            SqlConnection with,
            String epoch,
            List<PartitionUpdate> updates,
            List<RaidMessage> raidMessages) {
        List<Alert> alerts = new ArrayList<>();
        updates.forEach(update -> alerts.addAll(update.effects().alerts()));
        Pipeline begin = new Pipeline(with);
        ProgressRows.move(begin, epoch, updates);
        RollupRows.change(begin, activity(updates), clock.millis() - minutesKept);
        return begin.send(erasures.current(with))
                .chain(
                        erased ->
                                RaidRows.raids(with, epoch, detectors.raid(), raidMessages)
                                        .invoke(alerts::addAll)
                                        .chain(() -> effects(with, epoch, updates, erased).send())
                                        .chain(
                                                () ->
                                                        AlertRows.write(
                                                                with,
                                                                erased.alerts(alerts),
                                                                policy,
                                                                clock.instant(),
                                                                lateness)));
    }

    private static Pipeline effects(
            SqlConnection with, String epoch, List<PartitionUpdate> updates, Pseudonyms erased) {
        Pipeline effects = new Pipeline(with);
        Map<String, Long> players = new HashMap<>();
        ActivityRows.addActivity(effects, erased.activity(activity(updates)));
        for (PartitionUpdate update : updates) {
            Effects all = update.effects();
            ActivityRows.addSessions(effects, erased.sessions(all.sessions()));
            ActivityRows.addAnswers(effects, epoch, update.partition(), all.answers());
            all.players().forEach((id, at) -> players.merge(id, at, Math::min));
        }
        ActivityRows.addPlayers(effects, erased.players(players));
        return effects;
    }

    private static List<Map.Entry<ActivityKey, ActivityCounts>> activity(
            List<PartitionUpdate> updates) {
        List<Map.Entry<ActivityKey, ActivityCounts>> activity = new ArrayList<>();
        updates.forEach(update -> activity.addAll(update.effects().activity().entrySet()));
        return activity;
    }

    private <T> Uni<T> limited(Uni<T> work) {
        return work.ifNoItem().after(limit).fail();
    }
}
