package org.dungeontalk.analytics.dashboard;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.dungeontalk.analytics.activity.TimeRange;
import org.dungeontalk.analytics.report.ReportQuery;
import org.dungeontalk.analytics.report.Reports.Pulse;
import org.jboss.logging.Logger;

/**
 * Queries the tables once a second while at least one dashboard watches. So every instance shows
 * the counts of all instances. A slow client misses updates. Never blocks.
 */
@ApplicationScoped
public class LiveFeed {

    private static final Logger LOG = Logger.getLogger(LiveFeed.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int ALERTS = 30;

    /** The rate: messages by their own time, of the previous minute and this one so far. */
    private static final String PULSE =
            """
            SELECT (coalesce(sum(messages) FILTER (WHERE minute <= now()
                        AND minute >= date_trunc('minute', now()) - interval '1 minute'), 0)
                    / (60 + extract(second FROM now())))::float8,
                (SELECT coalesce(sum(lag), 0)::bigint FROM analytics.progress),
                count(DISTINCT player_id), count(DISTINCT (kind, room_id)),
                (SELECT count(*) FROM analytics.alert WHERE ends_at >= now()),
                (SELECT count(*) FROM analytics.moderation
                    WHERE muted AND (muted_until IS NULL OR muted_until > now()))
            FROM analytics.activity_cell
            WHERE minute >= now() - interval '5 minutes' AND minute <= now()
                AND begins_at > now() - interval '15 minutes' AND begins_at <= now()
                AND ends_at >= now() - interval '5 minutes'\
            """;

    private final Pool pool;
    private final ReportQuery reports;
    private final Clock clock;
    private final Multi<Live> feed;

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
        TimeRange day =
                new TimeRange(
                        clock.instant().minus(TimeRange.DEFAULT), clock.instant().plus(EVERY));
        ReportQuery.Page first = new ReportQuery.Page(true, ALERTS, 0);
        return Uni.combine()
                .all()
                .unis(pulse(), reports.alerts(day, Optional.empty(), first), reports.mutes())
                .usingConcurrencyOf(1)
                .asTuple()
                .map(
                        read ->
                                new Live(
                                        read.getItem1(),
                                        read.getItem2().alerts(),
                                        read.getItem2().total(),
                                        read.getItem3().mutes()))
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .onFailure()
                .invoke(
                        failure ->
                                LOG.debugf(
                                        failure,
                                        "The dashboard's values of one second can't be read"))
                .onFailure()
                .recoverWithNull();
    }

    /** The current state of the whole. */
    Uni<Pulse> pulse() {
        return pool.withConnection(with -> with.query(PULSE).execute())
                .map(rows -> pulse(rows.iterator().next()));
    }

    private Pulse pulse(Row row) {
        return new Pulse(
                clock.instant(),
                row.getDouble(0),
                row.getLong(2),
                row.getLong(3),
                row.getLong(1),
                row.getLong(4),
                row.getLong(5));
    }
}
