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
 * Tells alerts and mutes to their topics, from the tables where the counting left them.
 *
 * <p>Guarantee: at least once, under the alert's id; a mute's newest state last. Any number of
 * instances may tell at once, each takes what no other has taken. A failure is left to the next
 * round, a second later; alerts that can't be told hold up no mutes. Never blocks.
 */
@ApplicationScoped
public class Teller {

    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(35);
    private static final int AT_ONCE = 200;

    private static final String DUE =
            "SELECT "
                    + AlertView.COLUMNS
                    + """
                    , n.state FROM analytics.alert_notice n JOIN analytics.alert a ON a.id = n.alert_id
                    WHERE n.told_at IS NULL AND n.due_at <= now()
                    ORDER BY n.due_at, n.state DESC LIMIT %d FOR UPDATE OF n SKIP LOCKED\
                    """
                            .formatted(AT_ONCE);

    private static final String TOLD =
            """
            UPDATE analytics.alert_notice n SET told_at = now()
            FROM unnest($1::uuid[], $2::text[]) AS u (alert_id, state)
            WHERE n.alert_id = u.alert_id AND n.state = u.state\
            """;

    private static final String RULED =
            "SELECT "
                    + Mute.COLUMNS
                    + """
                    , forget FROM analytics.moderation WHERE told < version
                    ORDER BY player_id LIMIT %d FOR UPDATE SKIP LOCKED\
                    """
                            .formatted(AT_ONCE);

    private static final String RULED_TOLD =
            "UPDATE analytics.moderation SET told = version WHERE player_id = ANY ($1::text[])";

    private static final String FORGOTTEN =
            "DELETE FROM analytics.moderation WHERE player_id = ANY ($1::text[])";

    private final Pool pool;
    private final BackgroundJobs background;
    private final Notices notices;
    private final Webhook webhook;
    private final String alerts;
    private final String moderation;
    private final Counter told;
    private final AtomicInteger asked = new AtomicInteger();
    private Cancellable rounds = () -> {};

    Teller(
            Pool pool,
            BackgroundJobs background,
            Notices notices,
            Webhook webhook,
            AnalyticsConfig config,
            MeterRegistry metrics) {
        this.pool = pool;
        this.background = background;
        this.notices = notices;
        this.webhook = webhook;
        this.alerts = config.log().alerts();
        this.moderation = config.log().moderation();
        this.told =
                Counter.builder("dungeontalk.analytics.notices")
                        .description("Alerts opened or closed, and mutes, told to their topics")
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
        rounds.cancel();
    }

    /** There may be something to tell: it is told soon, by one round at a time. */
    public void wake() {
        if (asked.getAndIncrement() == 0) {
            round();
        }
    }

    private void round() {
        int answered = asked.get();
        background
                .once(LIMIT, "alerts to their topic", () -> pool.withTransaction(this::tellAlerts))
                .chain(
                        () ->
                                background.once(
                                        LIMIT,
                                        "mutes to their topic",
                                        () -> pool.withTransaction(this::tellMutes)))
                .subscribe()
                .with(
                        done -> {
                            if (asked.addAndGet(-answered) > 0) {
                                round();
                            }
                        });
    }

    private Uni<Integer> tellAlerts(SqlConnection with) {
        return with.query(DUE)
                .execute()
                .chain(
                        rows -> {
                            List<AlertView> due = new ArrayList<>();
                            rows.forEach(row -> due.add(AlertView.of(row, row.getString("state"))));
                            return due.isEmpty() ? nothing() : tell(with, due);
                        });
    }

    private Uni<Integer> tell(SqlConnection with, List<AlertView> due) {
        Tuple done =
                Tuple.of(
                        due.stream().map(AlertView::alertId).toArray(UUID[]::new),
                        due.stream().map(AlertView::state).toArray(String[]::new));
        return inOrder(
                        due.stream()
                                .map(one -> notices.send(alerts, one.alertId().toString(), one))
                                .toList())
                .chain(() -> with.preparedQuery(TOLD).execute(done))
                .invoke(() -> due.forEach(webhook::post))
                .map(RowSet::rowCount)
                .invoke(count -> told.increment(count));
    }

    private Uni<Integer> tellMutes(SqlConnection with) {
        return with.query(RULED)
                .execute()
                .chain(
                        rows -> {
                            List<Mute> ruled = new ArrayList<>();
                            List<String> forgotten = new ArrayList<>();
                            for (Row row : rows) {
                                Mute mute = Mute.of(row);
                                if (row.getBoolean("forget")) {
                                    forgotten.add(mute.playerId());
                                } else {
                                    ruled.add(mute);
                                }
                            }
                            return tellMutes(with, ruled)
                                    .chain(count -> forget(with, forgotten).map(n -> n + count));
                        });
    }

    private Uni<Integer> tellMutes(SqlConnection with, List<Mute> ruled) {
        return tell(
                with,
                ruled.stream().map(one -> notices.send(moderation, one.playerId(), one)).toList(),
                RULED_TOLD,
                ruled.stream().map(Mute::playerId).toList());
    }

    /** A record without a value: nothing is known of the player. */
    private Uni<Integer> forget(SqlConnection with, List<String> players) {
        return tell(
                with,
                players.stream().map(player -> notices.forget(moderation, player)).toList(),
                FORGOTTEN,
                players);
    }

    private Uni<Integer> tell(
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
                .invoke(count -> told.increment(count));
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
