package org.dungeontalk.analytics.dashboard;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.dungeontalk.analytics.activity.Span;
import org.dungeontalk.analytics.report.ReportQuery;
import org.dungeontalk.analytics.report.Reports.Pulse;
import org.jboss.logging.Logger;

/**
 * Looks at the tables once a second while somebody watches, however many do: so every instance
 * shows what all instances count. Who is too slow misses a second and no more. Never blocks.
 */
@ApplicationScoped
public class LiveFeed {

    private static final Logger LOG = Logger.getLogger(LiveFeed.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int ALERTS = 30;
    private static final int RATE_SECONDS = 5;

    private static final String PULSE =
            """
            SELECT (SELECT coalesce(sum(counted), 0)::bigint FROM analytics.progress),
                (SELECT coalesce(sum(lag), 0)::bigint FROM analytics.progress),
                count(DISTINCT player_id), count(DISTINCT (kind, room_id)),
                (SELECT count(*) FROM analytics.alert WHERE ends_at >= now()),
                (SELECT count(*) FROM analytics.moderation
                    WHERE muted AND (muted_until IS NULL OR muted_until > now()))
            FROM analytics.activity WHERE minute >= now() - interval '5 minutes'\
            """;

    private final Pool pool;
    private final ReportQuery reports;
    private final Clock clock;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private final Multi<Live> feed;

    private record Sample(Instant at, long counted) {}

    LiveFeed(Pool pool, ReportQuery reports, Clock clock) {
        this.pool = pool;
        this.reports = reports;
        this.clock = clock;
        this.feed =
                Multi.createFrom()
                        .ticks()
                        .every(EVERY)
                        .onOverflow()
                        .drop()
                        .onItem()
                        .transformToMultiAndConcatenate(tick -> live().toMulti())
                        .broadcast()
                        .withCancellationAfterLastSubscriberDeparture()
                        .toAllSubscribers();
    }

    /** An item a second until it is cancelled. */
    Multi<Live> watch() {
        return feed.onOverflow().buffer(2);
    }

    private Uni<Live> live() {
        Instant now = clock.instant();
        return pulse().chain(
                        pulse ->
                                reports.alerts(
                                                new Span(now.minus(Span.DEFAULT), now.plus(EVERY)),
                                                Optional.empty(),
                                                ALERTS)
                                        .chain(
                                                alerts ->
                                                        reports.mutes()
                                                                .map(
                                                                        mutes ->
                                                                                new Live(
                                                                                        pulse,
                                                                                        alerts
                                                                                                .alerts(),
                                                                                        mutes
                                                                                                .mutes()))))
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .onFailure()
                .invoke(failure -> LOG.debugf(failure, "The dashboard misses a second"))
                .onFailure()
                .recoverWithNull();
    }

    /** How the whole is doing now. */
    Uni<Pulse> pulse() {
        return pool.query(PULSE).execute().map(rows -> pulse(rows.iterator().next()));
    }

    private synchronized Pulse pulse(Row row) {
        Instant now = clock.instant();
        samples.addLast(new Sample(now, row.getLong(0)));
        while (samples.size() > RATE_SECONDS + 1) {
            samples.removeFirst();
        }
        Sample oldest = samples.getFirst();
        double seconds = Duration.between(oldest.at, now).toMillis() / 1_000.0;
        double rate = seconds < 0.5 ? 0 : (row.getLong(0) - oldest.counted) / seconds;
        return new Pulse(
                now,
                Math.max(0, rate),
                row.getLong(2),
                row.getLong(3),
                row.getLong(1),
                row.getLong(4),
                row.getLong(5));
    }
}
