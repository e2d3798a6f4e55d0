package org.dungeontalk.analytics.notice;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.dungeontalk.analytics.alert.AlertView;
import org.dungeontalk.analytics.background.BackgroundJobs;
import org.dungeontalk.analytics.config.AnalyticsConfig;
import org.dungeontalk.analytics.moderation.Mute;

/**
 * Publishes alerts and mutes to their topics, from the tables that the counting writes.
 *
 * <p>Guarantee: at least once, under the alert's id. A mute's newest state comes last. Any number
 * of instances may publish at once: each takes only rows that no other has taken. A failed round is
 * retried a second later. Alerts that can't be published delay no mutes. Never blocks.
 */
@ApplicationScoped
public class OutboxPublisher {

    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(35);
    private static final int AT_ONCE = 200;

    private static final String DUE_ALERTS =
            "SELECT "
                    + AlertView.COLUMNS
                    + """
                    , n.state FROM analytics.alert_notice n JOIN analytics.alert a ON a.id = n.alert_id
                    WHERE n.told_at IS NULL AND n.due_at <= now()
                    ORDER BY n.due_at, n.state DESC LIMIT %d FOR UPDATE OF n SKIP LOCKED\
                    """
                            .formatted(AT_ONCE);

    private static final String MARK_ALERTS_PUBLISHED =
            """
            UPDATE analytics.alert_notice n SET told_at = now()
            FROM unnest($1::uuid[], $2::text[]) AS u (alert_id, state)
            WHERE n.alert_id = u.alert_id AND n.state = u.state\
            """;

    private static final String DUE_MUTES =
            "SELECT "
                    + Mute.COLUMNS
                    + """
                    , forget FROM analytics.moderation WHERE told < version
                    ORDER BY player_id LIMIT %d FOR UPDATE SKIP LOCKED\
                    """
                            .formatted(AT_ONCE);

    private static final String MARK_MUTES_PUBLISHED =
            "UPDATE analytics.moderation SET told = version WHERE player_id = ANY ($1::text[])";

    private static final String DELETE_FORGOTTEN =
            "DELETE FROM analytics.moderation WHERE player_id = ANY ($1::text[])";

    private final Pool pool;
    private final BackgroundJobs background;
    private final NoticeProducer notices;
    private final Webhook webhook;
    private final String alerts;
    private final String moderation;
    private final Counter published;
    private final AtomicInteger asked = new AtomicInteger();
    private Cancellable rounds = () -> {};
    private volatile boolean stopping;

    OutboxPublisher(
            Pool pool,
            BackgroundJobs background,
            NoticeProducer notices,
            Webhook webhook,
            AnalyticsConfig config,
            MeterRegistry metrics) {
        this.pool = pool;
        this.background = background;
        this.notices = notices;
        this.webhook = webhook;
        this.alerts = config.log().alerts();
        this.moderation = config.log().moderation();
        this.published =
                Counter.builder("dungeontalk.analytics.notices")
                        .description("Alerts and mutes published to their topics")
                        .register(metrics);
    }

    void start(@Observes StartupEvent started) {
        rounds =
                Multi.createFrom()
                        .ticks()
                        .every(ROUND)
                        .onOverflow()
                        .drop()
                        .subscribe()
                        .with(tick -> wake());
    }

    void stop(@Observes ShutdownEvent stopped) {
        stopping = true;
        rounds.cancel();
    }

    /** Starts a round soon, because there may be something to publish. Rounds run one at a time. */
    public void wake() {
        if (asked.getAndIncrement() == 0) {
            round();
        }
    }

    private void round() {
        int answered = asked.get();
        background
                .once(
                        LIMIT,
                        "alerts to their topic",
                        () -> pool.withTransaction(this::publishAlerts))
                .chain(() -> stopping ? Uni.createFrom().voidItem() : mutes())
                .subscribe()
                .with(
                        done -> {
                            if (asked.addAndGet(-answered) > 0 && !stopping) {
                                round();
                            }
                        });
    }

    private Uni<Void> mutes() {
        return background.once(
                LIMIT, "mutes to their topic", () -> pool.withTransaction(this::publishMutes));
    }

    private Uni<Integer> publishAlerts(SqlConnection with) {
        return with.query(DUE_ALERTS)
                .execute()
                .chain(
                        rows -> {
                            List<AlertView> due = new ArrayList<>();
                            rows.forEach(row -> due.add(AlertView.of(row, row.getString("state"))));
                            return due.isEmpty() ? nothing() : publish(with, due);
                        });
    }

    private Uni<Integer> publish(SqlConnection with, List<AlertView> due) {
        Tuple done =
                Tuple.of(
                        due.stream().map(AlertView::alertId).toArray(UUID[]::new),
                        due.stream().map(AlertView::state).toArray(String[]::new));
        return inOrder(
                        due.stream()
                                .map(one -> notices.send(alerts, one.alertId().toString(), one))
                                .toList())
                .chain(() -> with.preparedQuery(MARK_ALERTS_PUBLISHED).execute(done))
                .invoke(() -> due.forEach(webhook::post))
                .map(RowSet::rowCount)
                .invoke(count -> published.increment(count));
    }

    private Uni<Integer> publishMutes(SqlConnection with) {
        return with.query(DUE_MUTES)
                .execute()
                .chain(
                        rows -> {
                            List<Mute> mutes = new ArrayList<>();
                            List<String> forgotten = new ArrayList<>();
                            for (Row row : rows) {
                                Mute mute = Mute.of(row);
                                if (row.getBoolean("forget")) {
                                    forgotten.add(mute.playerId());
                                } else {
                                    mutes.add(mute);
                                }
                            }
                            return publishMutes(with, mutes)
                                    .chain(
                                            count ->
                                                    publishTombstones(with, forgotten)
                                                            .map(n -> n + count));
                        });
    }

    private Uni<Integer> publishMutes(SqlConnection with, List<Mute> mutes) {
        return publish(
                with,
                mutes.stream().map(one -> notices.send(moderation, one.playerId(), one)).toList(),
                MARK_MUTES_PUBLISHED,
                mutes.stream().map(Mute::playerId).toList());
    }

    /** A record without a value removes a player's record. */
    private Uni<Integer> publishTombstones(SqlConnection with, List<String> players) {
        return publish(
                with,
                players.stream().map(player -> notices.tombstone(moderation, player)).toList(),
                DELETE_FORGOTTEN,
                players);
    }

    private Uni<Integer> publish(
            SqlConnection with, List<Uni<Void>> sends, String done, List<String> players) {
        if (players.isEmpty()) {
            return nothing();
        }
        return inOrder(sends)
                .chain(
                        () ->
                                with.preparedQuery(done)
                                        .execute(Tuple.of(players.toArray(String[]::new))))
                .map(RowSet::rowCount)
                .invoke(count -> published.increment(count));
    }

    private static Uni<Void> inOrder(List<Uni<Void>> sends) {
        return Multi.createFrom()
                .iterable(sends)
                .onItem()
                .transformToUniAndConcatenate(send -> send)
                .collect()
                .last();
    }

    private static Uni<Integer> nothing() {
        return Uni.createFrom().item(0);
    }
}
