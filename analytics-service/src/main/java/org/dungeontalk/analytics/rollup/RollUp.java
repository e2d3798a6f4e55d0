package org.dungeontalk.analytics.rollup;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.dungeontalk.analytics.activity.Granularity;
import org.dungeontalk.analytics.background.BackgroundJobs;
import org.dungeontalk.analytics.rollup.DueWindows.Claimed;

/**
 * Rolls up past hours and days: hours from the minutes, days from their hours.
 *
 * <p>Guarantee: a rolled-up window always equals the rows of {@code activity_cell}. A batch drops
 * the roll-ups that it changes and marks their windows as due, in its own transaction. A window
 * that changes during its roll-up is rolled up again. Any number of instances may roll up at once.
 * Counting waits only while windows are claimed, not while they are read. A failed window is left
 * to a later round, and the others are rolled up.
 */
@ApplicationScoped
public class RollUp {

    /**
     * The number of the advisory lock. Batches share it; a claim of windows holds it exclusively.
     */
    public static final int LOCK = 7_041_776;

    private static final String WORK = "roll-ups";
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** After this time a round leaves the rest to the next one. */
    private static final Duration LONG = Duration.ofSeconds(20);

    private static final Duration LOOK_FOR_MISSING = Duration.ofHours(1);
    private static final int FETCH = 5_000;
    private static final int WRITE_AT_ONCE = 1_000;

    private static final String MINUTES =
            """
            SELECT kind, room_id, sum(messages), sum(joins), sum(leaves), sum(whispers), sum(turns),
                player_id
            FROM analytics.activity_cell
            WHERE begins_at >= $1 AND begins_at < $1::timestamptz + interval '1 hour'
            GROUP BY kind, room_id, player_id\
            """;

    private static final String HOURS =
            """
            SELECT kind, room_id, messages, joins, leaves, whispers, turns, players
            FROM analytics.rollup
            WHERE grain = 'hour' AND starts_at >= $1 AND starts_at < $1 + interval '1 day'\
            """;

    private static final String CLEAR =
            "DELETE FROM analytics.rollup WHERE grain = $1 AND starts_at = $2";

    private static final String WRITE =
            """
            INSERT INTO analytics.rollup (grain, starts_at, kind, room_id, messages, joins, leaves,
                whispers, turns, players, whole)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, true)\
            """;

    private final Pool pool;
    private final BackgroundJobs background;
    private Cancellable rounds = () -> {};
    private volatile long lookedAt = System.nanoTime() - LOOK_FOR_MISSING.toNanos();

    RollUp(Pool pool, BackgroundJobs background) {
        this.pool = pool;
        this.background = background;
    }

    void start(@Observes StartupEvent started) {
        rounds = background.every(EVERY, LIMIT, WORK, this::rollUp);
    }

    void stop(@Observes ShutdownEvent stopped) {
        rounds.cancel();
    }

    /**
     * Rolls up past windows. The item is their number. If a window fails, it rolls up the others
     * first, then fails.
     */
    public Uni<Integer> rollUp() {
        return Uni.createFrom()
                .deferred(
                        () -> {
                            Round round = new Round(System.nanoTime());
                            return look().chain(() -> some(round))
                                    .onItem()
                                    .transformToUni(done -> round.end());
                        });
    }

    private Uni<Void> look() {
        if (System.nanoTime() - lookedAt < LOOK_FOR_MISSING.toNanos()) {
            return Uni.createFrom().voidItem();
        }
        return DueWindows.find(pool).invoke(() -> lookedAt = System.nanoTime());
    }

    private Uni<Void> some(Round round) {
        return DueWindows.claim(pool)
                .chain(
                        claimed ->
                                claimed.isEmpty()
                                        ? Uni.createFrom().voidItem()
                                        : all(round, claimed)
                                                .chain(
                                                        () ->
                                                                round.isOver()
                                                                        ? Uni.createFrom()
                                                                                .voidItem()
                                                                        : some(round)));
    }

    private Uni<Void> all(Round round, List<Claimed> claimed) {
        return Multi.createFrom()
                .iterable(claimed)
                .onItem()
                .transformToUniAndConcatenate(
                        window ->
                                make(window)
                                        .invoke(round::made)
                                        .onFailure()
                                        .invoke(round::failed)
                                        .onFailure()
                                        .recoverWithUni(() -> DueWindows.release(pool, window))
                                        .onFailure()
                                        .recoverWithNull())
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> make(Claimed window) {
        WindowSums sums = new WindowSums();
        return pool.withTransaction(with -> read(with, window, sums))
                .chain(() -> pool.withTransaction(with -> write(with, window, sums)));
    }

    private static Uni<Void> read(SqlConnection with, Claimed window, WindowSums sums) {
        boolean hour = window.granularity() == Granularity.HOUR;
        return with.prepare(hour ? MINUTES : HOURS)
                .onItem()
                .transformToMulti(
                        statement ->
                                statement.createStream(FETCH, Tuple.of(window.start())).toMulti())
                .invoke(row -> sums.add(row, hour))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static Uni<Void> write(SqlConnection with, Claimed window, WindowSums sums) {
        return DueWindows.done(with, window)
                .chain(
                        unchanged ->
                                unchanged
                                        ? with.preparedQuery(CLEAR)
                                                .execute(
                                                        Tuple.of(
                                                                window.granularity().word(),
                                                                window.start()))
                                                .chain(() -> rows(with, window, sums))
                                        : Uni.createFrom().voidItem());
    }

    private static Uni<Void> rows(SqlConnection with, Claimed window, WindowSums sums) {
        return Multi.createFrom()
                .iterable(sums.rows())
                .map(sum -> row(window, sum))
                .group()
                .intoLists()
                .of(WRITE_AT_ONCE)
                .onItem()
                .transformToUniAndConcatenate(
                        rows -> with.preparedQuery(WRITE).executeBatch(rows).replaceWithVoid())
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static Tuple row(Claimed window, Map.Entry<WindowSums.Key, WindowSums.Sum> sum) {
        Tuple row =
                Tuple.of(
                        window.granularity().word(),
                        window.start(),
                        sum.getKey().kind(),
                        sum.getKey().roomId());
        for (long count : sum.getValue().counts()) {
            row.addValue(count);
        }
        return row.addValue(Buffer.buffer(sum.getValue().players().bytes()));
    }

    /** The outcome of a round. */
    private static final class Round {
        private final long began;
        private int made;
        private Throwable failure;

        Round(long began) {
            this.began = began;
        }

        void made() {
            made++;
        }

        void failed(Throwable why) {
            failure = why;
        }

        /** A failed window is not retried at once. */
        boolean isOver() {
            return failure != null || System.nanoTime() - began > LONG.toNanos();
        }

        Uni<Integer> end() {
            return failure == null
                    ? Uni.createFrom().item(made)
                    : Uni.createFrom().failure(failure);
        }
    }
}
