package org.dungeontalk.analytics.rollup;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.dungeontalk.analytics.background.BackgroundJobs;

/**
 * Moves counts from the rows of batches into rows of rooms, so that the counts of a room can be
 * found, and those of a batch are few.
 *
 * <p>Guarantee: a query sees each count once, before or after the move, because one transaction
 * deletes and adds. Any number of instances may do it; one at a time does. Counting never waits for
 * it.
 */
@ApplicationScoped
public class ActivityMerge {

    private static final String WORK = "merging of counts";
    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** After this time a round leaves the rest to the next one. */
    private static final Duration LONG = Duration.ofSeconds(20);

    /** Cells that a transaction moves, at least one row of a batch. */
    private static final int CELLS = 100_000;

    /** The dashboard reads the last minutes each second, so these stay apart from older ones. */
    private static final String OLD = "ends_at < now() - interval '6 minutes'";

    /** When enough wait for a large transaction, or some have waited for long. */
    private static final String DUE =
            """
            SELECT coalesce(sum(cells) >= %d OR min(written_at) < now() - interval '12 minutes', false)
            FROM analytics.activity_batch WHERE %s\
            """
                    .formatted(CELLS, OLD);

    private static final String LOCK =
            "SELECT pg_try_advisory_xact_lock(" + (RollUp.LOCK + 1) + ")";

    private static final String MOVE =
            """
            WITH gone AS (
                DELETE FROM analytics.activity_batch WHERE id = ANY (ARRAY(
                    SELECT id FROM (
                        SELECT id, sum(cells) OVER (ORDER BY id) - cells AS before
                        FROM analytics.activity_batch WHERE %s) AS b
                    WHERE before < %d))
                RETURNING *),
            summed AS (
                SELECT g.begins_at, g.kind, u.room_id, u.minute, u.player_id,
                    sum(u.messages)::int AS messages,
                    coalesce(sum(u.joins), 0)::int AS joins,
                    coalesce(sum(u.leaves), 0)::int AS leaves,
                    coalesce(sum(u.whispers), 0)::int AS whispers,
                    coalesce(sum(u.turns), 0)::int AS turns
                FROM gone g CROSS JOIN LATERAL unnest(g.minutes, g.rooms, g.players, g.messages,
                    g.joins, g.leaves, g.whispers, g.turns)
                    AS u (minute, room_id, player_id, messages, joins, leaves, whispers, turns)
                GROUP BY 1, 2, 3, 4, 5)
            INSERT INTO analytics.activity_room AS r (begins_at, kind, room_id, ends_at, minutes,
                players, messages, joins, leaves, whispers, turns)
            SELECT begins_at, kind, room_id, max(minute), array_agg(minute), array_agg(player_id),
                array_agg(messages), array_agg(joins), array_agg(leaves), array_agg(whispers),
                array_agg(turns)
            FROM summed GROUP BY begins_at, kind, room_id ORDER BY begins_at, kind, room_id
            ON CONFLICT (begins_at, kind, room_id) DO UPDATE SET
                ends_at = greatest(r.ends_at, excluded.ends_at),
                minutes = r.minutes || excluded.minutes, players = r.players || excluded.players,
                messages = r.messages || excluded.messages, joins = r.joins || excluded.joins,
                leaves = r.leaves || excluded.leaves, whispers = r.whispers || excluded.whispers,
                turns = r.turns || excluded.turns\
            """
                    .formatted(OLD, CELLS);

    private final Pool pool;
    private final BackgroundJobs background;
    private Cancellable rounds = () -> {};

    ActivityMerge(Pool pool, BackgroundJobs background) {
        this.pool = pool;
        this.background = background;
    }

    void start(@Observes StartupEvent started) {
        rounds = background.every(EVERY, LIMIT, WORK, this::mergeIfDue);
    }

    void stop(@Observes ShutdownEvent stopped) {
        rounds.cancel();
    }

    private Uni<Void> mergeIfDue() {
        return Uni.createFrom().deferred(() -> mergeIfDue(System.nanoTime() + LONG.toNanos()));
    }

    private Uni<Void> mergeIfDue(long end) {
        return pool.withConnection(with -> with.query(DUE).execute())
                .chain(
                        due ->
                                due.iterator().next().getBoolean(0) && System.nanoTime() - end < 0
                                        ? merge().chain(
                                                        moved ->
                                                                moved
                                                                        ? mergeIfDue(end)
                                                                        : Uni.createFrom()
                                                                                .voidItem())
                                        : Uni.createFrom().voidItem());
    }

    /** Moves some counts. The item is false if another instance is at it. */
    public Uni<Boolean> merge() {
        return pool.withTransaction(
                with ->
                        with.query(LOCK)
                                .execute()
                                .chain(
                                        locked ->
                                                locked.iterator().next().getBoolean(0)
                                                        ? move(with)
                                                        : Uni.createFrom().item(false)));
    }

    private static Uni<Boolean> move(SqlConnection with) {
        return with.query(MOVE).execute().replaceWith(true);
    }
}
