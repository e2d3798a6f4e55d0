package org.dungeontalk.analytics.retention;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlResult;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.dungeontalk.analytics.background.BackgroundJobs;
import org.dungeontalk.analytics.config.AnalyticsConfig;

/**
 * Deletes expired rows, so that every table that grows with the traffic is bounded.
 *
 * <p>Guarantee: minutes are deleted only after their hour and their day are rolled up, however old
 * they are. Any number of instances may do it at once. If a table fails, the others are done and
 * the next round tries it again: nothing depends on the time of a deletion.
 */
@ApplicationScoped
public class Retention {

    private static final String WORK = "deletions of what is past its time";

    /** Most rows that a statement deletes, to keep it short. */
    private static final int ROWS = 10_000;

    private static final Duration ROUND_LIMIT = Duration.ofMinutes(5);
    private static final Duration SHORTEST_MINUTES = Duration.ofDays(10);

    private static final String DELETE =
            """
            DELETE FROM analytics.%1$s WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM analytics.%1$s WHERE %2$s < %3$s
                LIMIT $2 FOR UPDATE SKIP LOCKED))\
            """;

    private static final String PAST = "now() - $1 * interval '1 second'";

    /** The first expired hour that is not yet rolled up, if there is one. */
    private static final String PAST_AND_ROLLED_UP =
            """
            least(%1$s - interval '10 minutes', (
                WITH RECURSIVE hour (h) AS (
                    SELECT analytics.hour_with_activity('-infinity')
                    UNION ALL
                    SELECT analytics.hour_with_activity(hour.h + interval '1 hour') FROM hour
                    WHERE hour.h < %1$s)
                SELECT min(h) FROM hour WHERE (
                    SELECT count(*) FROM analytics.rollup r WHERE r.kind = '' AND r.room_id = '' AND (
                        r.grain = 'hour' AND r.starts_at = h
                        OR r.grain = 'day' AND r.starts_at = date_trunc('day', h, 'UTC'))) < 2))\
            """
                    .formatted(PAST);

    /**
     * An hour after they were written, if all partitions of the log are an hour past their minute.
     */
    private static final String PAST_IN_ALL_PARTITIONS =
            """
            CASE WHEN (minute + 60) * 60 + %d < (
                SELECT extract(epoch FROM min(complete_until)) FROM analytics.progress
                WHERE epoch = (
                    SELECT epoch FROM analytics.progress WHERE complete_until IS NOT NULL
                    ORDER BY complete_until DESC LIMIT 1))
            THEN greatest(now() - interval '1 hour', %s) ELSE %s END\
            """;

    private final Pool pool;
    private final BackgroundJobs background;
    private final Duration every;
    private final List<Rule> rules;
    private Cancellable rounds = () -> {};

    /**
     * A rule of deletion.
     *
     * @param when a column, with a condition before it if needed
     * @param past SQL of the time before which rows are deleted
     */
    private record Rule(String table, String when, Duration kept, String past) {
        Rule(String table, String when, Duration kept) {
            this(table, when, kept, PAST);
        }
    }

    Retention(Pool pool, BackgroundJobs background, AnalyticsConfig config) {
        this.pool = pool;
        this.background = background;
        AnalyticsConfig.Retention kept = config.retention();
        if (kept.minutes().compareTo(SHORTEST_MINUTES) < 0) {
            throw new IllegalStateException(
                    "dungeontalk.retention.minutes must be at least " + SHORTEST_MINUTES);
        }
        if (kept.hours().compareTo(kept.minutes()) < 0) {
            throw new IllegalStateException(
                    "dungeontalk.retention.hours must be at least dungeontalk.retention.minutes,"
                            + " because days are computed from hours");
        }
        this.every = kept.every();
        Duration seen = config.store().seenRetention();
        this.rules =
                List.of(
                        new Rule("seen_message", "counted_at", seen),
                        new Rule("saying", "written_at", seen),
                        new Rule("raid_message", "written_at", seen),
                        new Rule(
                                "text_batch",
                                "written_at",
                                seen,
                                PAST_IN_ALL_PARTITIONS.formatted(
                                        config.anomaly().raidSpan().toSeconds(), PAST, PAST)),
                        new Rule("activity", "minute", kept.minutes(), PAST_AND_ROLLED_UP),
                        new Rule("activity_room", "begins_at", kept.minutes(), PAST_AND_ROLLED_UP),
                        new Rule("activity_batch", "begins_at", kept.minutes(), PAST_AND_ROLLED_UP),
                        new Rule("rollup", "grain = 'hour' AND starts_at", kept.hours()),
                        new Rule("rollup", "grain = 'day' AND starts_at", kept.days()),
                        new Rule("session", "ended_at", kept.stays()),
                        new Rule("answer", "answered_at", kept.stays()),
                        new Rule("alert_notice", "due_at", kept.alerts()),
                        new Rule("alert", "raised_at", kept.alerts()),
                        new Rule("moderation_audit", "decided_at", kept.alerts()));
    }

    void start(@Observes StartupEvent started) {
        rounds = background.every(every, ROUND_LIMIT, WORK, this::prune);
    }

    void stop(@Observes ShutdownEvent stopped) {
        rounds.cancel();
    }

    /** Deletes expired rows. The item is their number. */
    public Uni<Integer> prune() {
        return Multi.createFrom()
                .iterable(rules)
                .onItem()
                .transformToUni(this::prune)
                .collectFailures()
                .concatenate()
                .collect()
                .with(Collectors.summingInt(rows -> rows));
    }

    private Uni<Integer> prune(Rule rule) {
        return pool.withConnection(
                        with ->
                                with.preparedQuery(
                                                DELETE.formatted(
                                                        rule.table(), rule.when(), rule.past()))
                                        .execute(
                                                Tuple.of(
                                                        (double) rule.kept().toSeconds(),
                                                        (long) ROWS)))
                .map(SqlResult::rowCount)
                .chain(
                        deleted ->
                                deleted < ROWS
                                        ? Uni.createFrom().item(deleted)
                                        : prune(rule).map(more -> deleted + more));
    }
}
