package org.dungeontalk.analytics.erasure;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.dungeontalk.analytics.background.BackgroundJobs;
import org.dungeontalk.analytics.erasure.ErasureRows.Open;

/**
 * Replaces the ids of erased players in stored rows.
 *
 * <p>An instance claims a player, then works in short transactions, minutes hour by hour, and
 * stores its progress. If it is killed, another instance continues after a minute. A repetition
 * changes nothing. It locks only the player's rows, so counting goes on. An active mute keeps the
 * id, without the reason, until it is over; then it is removed, also from the topic.
 */
@ApplicationScoped
public class ErasureWorker {

    private static final String WORK = "erasures of players";
    private static final Duration EVERY = Duration.ofSeconds(3);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** After this time a round leaves the rest to the next one. */
    private static final Duration LONG = Duration.ofSeconds(20);

    private static final int ROWS = 1_000;

    /** Updates of one statement each: $1 the player, $2 the pseudonym, $3 through. */
    private static final List<String> AT_ONCE =
            List.of(
                    """
                    WITH met AS (DELETE FROM analytics.player
                        WHERE player_id = $1 AND first_at <= $3 RETURNING first_at)
                    INSERT INTO analytics.player AS p (player_id, first_at) SELECT $2, first_at FROM met
                    ON CONFLICT (player_id) DO UPDATE
                    SET first_at = least(p.first_at, excluded.first_at)\
                    """,
                    """
                    UPDATE analytics.alert SET subject_id = $2
                    WHERE subject_type = 'player' AND subject_id = $1 AND started_at <= $3\
                    """,
                    """
                    UPDATE analytics.moderation_audit SET player_id = $2, reason = ''
                    WHERE player_id = $1 AND decided_at <= $3\
                    """,
                    """
                    UPDATE analytics.moderation_audit SET decided_by = $2
                    WHERE decided_by = $1 AND decided_at <= $3\
                    """,
                    """
                    UPDATE analytics.moderation SET reason = '', version = version + 1
                    WHERE player_id = $1 AND decided_at <= $3 AND reason <> '' AND $2 <> ''\
                    """,
                    """
                    UPDATE analytics.moderation SET decided_by = $2, version = version + 1
                    WHERE decided_by = $1 AND decided_at <= $3\
                    """);

    private static final String SESSIONS =
            """
            UPDATE analytics.session SET player_id = $2 WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM analytics.session WHERE player_id = $1 AND started_at <= $3 LIMIT %d))\
            """
                    .formatted(ROWS);

    /** The next hour that has minutes. The first one is that of the player's first message. */
    private static final String NEXT_HOUR =
            """
            SELECT CASE WHEN h <= $2 THEN h END
            FROM analytics.hour_with_activity(coalesce($3, date_trunc('hour', (
                SELECT first_at FROM analytics.player WHERE player_id = $1), 'UTC'), '-infinity')) AS h\
            """;

    private static final String MINUTES =
            """
            WITH gone AS (
                DELETE FROM analytics.activity WHERE player_id = $1
                    AND minute >= $4 AND minute < $4 + interval '1 hour' AND minute <= $3
                RETURNING *)
            INSERT INTO analytics.activity AS a
                (minute, kind, room_id, player_id, messages, joins, leaves, whispers, turns)
            SELECT minute, kind, room_id, $2, messages, joins, leaves, whispers, turns FROM gone
            ON CONFLICT (minute, kind, room_id, player_id) DO UPDATE SET
                messages = a.messages + excluded.messages,
                joins = a.joins + excluded.joins,
                leaves = a.leaves + excluded.leaves,
                whispers = a.whispers + excluded.whispers,
                turns = a.turns + excluded.turns\
            """;

    /** Counts move from batches to rooms, so this order misses none. */
    private static final List<String> BATCHES =
            List.of(ofArrays("activity_batch"), ofArrays("activity_room"));

    /** Mutes of erased players that are over or lifted. */
    private static final String FORGET =
            """
            UPDATE analytics.moderation m SET forget = true, version = m.version + 1
            FROM analytics.erasure e
            WHERE e.player_id = m.player_id AND m.decided_at <= e.through AND NOT m.forget
                AND NOT (m.muted AND (m.muted_until IS NULL OR m.muted_until > now()))\
            """;

    private final Pool pool;
    private final BackgroundJobs background;
    private Cancellable rounds = () -> {};

    ErasureWorker(Pool pool, BackgroundJobs background) {
        this.pool = pool;
        this.background = background;
    }

    private static String ofArrays(String table) {
        return """
        UPDATE analytics.%s b SET players = (
            SELECT array_agg(CASE WHEN u.player_id = $1 AND u.minute <= $3 THEN $2
                ELSE u.player_id END ORDER BY u.n)
            FROM unnest(b.players, b.minutes) WITH ORDINALITY AS u (player_id, minute, n))
        WHERE b.begins_at >= $4 AND b.begins_at < $4 + interval '1 hour' AND b.begins_at <= $3
            AND $1 = ANY (b.players)\
        """
                .formatted(table);
    }

    void start(@Observes StartupEvent started) {
        rounds = background.every(EVERY, LIMIT, WORK, this::erase);
    }

    void stop(@Observes ShutdownEvent stopped) {
        rounds.cancel();
    }

    /** Works on open erasures for one round. */
    public Uni<Void> erase() {
        return Uni.createFrom()
                .deferred(
                        () -> {
                            long end = System.nanoTime() + LONG.toNanos();
                            return pool.withConnection(with -> with.query(FORGET).execute())
                                    .chain(() -> next(end));
                        });
    }

    private Uni<Void> next(long end) {
        return ErasureRows.claim(pool)
                .chain(
                        open ->
                                open.isEmpty()
                                        ? Uni.createFrom().voidItem()
                                        : erase(open.get(), end)
                                                .chain(
                                                        () ->
                                                                isOver(end)
                                                                        ? Uni.createFrom()
                                                                                .voidItem()
                                                                        : next(end)));
    }

    private static boolean isOver(long end) {
        return System.nanoTime() - end > 0;
    }

    private Uni<Void> erase(Open open, long end) {
        return pool.withTransaction(with -> small(with, open))
                .chain(() -> sessions(open))
                .chain(() -> minutes(open, open.from(), end));
    }

    private static Uni<Void> small(SqlConnection with, Open open) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (String sql : AT_ONCE) {
            done =
                    done.chain(
                            () -> with.preparedQuery(sql).execute(open.tuple()).replaceWithVoid());
        }
        return done.chain(() -> with.query(FORGET).execute()).replaceWithVoid();
    }

    private Uni<Void> sessions(Open open) {
        return pool.withTransaction(
                        with ->
                                with.preparedQuery(SESSIONS)
                                        .execute(open.tuple())
                                        .call(() -> ErasureRows.goOn(with, open, null)))
                .chain(
                        updated ->
                                updated.rowCount() < ROWS
                                        ? Uni.createFrom().voidItem()
                                        : sessions(open));
    }

    private Uni<Void> minutes(Open open, OffsetDateTime from, long end) {
        return pool.withTransaction(with -> hour(with, open, from))
                .chain(
                        next ->
                                next == null || isOver(end)
                                        ? Uni.createFrom().voidItem()
                                        : minutes(open, next, end));
    }

    /**
     * Replaces the id in the minutes of an hour. The item is the next hour, or null if all is done.
     */
    private static Uni<OffsetDateTime> hour(SqlConnection with, Open open, OffsetDateTime from) {
        Tuple asked = Tuple.of(open.erasure().pseudonym(), open.tuple().getOffsetDateTime(2), from);
        return with.preparedQuery(NEXT_HOUR)
                .execute(asked)
                .map(rows -> rows.iterator().next().getOffsetDateTime(0))
                .chain(
                        hour -> {
                            if (hour == null) {
                                return ErasureRows.done(with, open)
                                        .replaceWith((OffsetDateTime) null);
                            }
                            OffsetDateTime next = hour.plusHours(1);
                            Tuple values = open.tuple().addOffsetDateTime(hour);
                            Uni<Void> done =
                                    with.preparedQuery(MINUTES).execute(values).replaceWithVoid();
                            for (String sql : BATCHES) {
                                done =
                                        done.chain(
                                                () ->
                                                        with.preparedQuery(sql)
                                                                .execute(values)
                                                                .replaceWithVoid());
                            }
                            return done.chain(() -> ErasureRows.goOn(with, open, next))
                                    .map(ours -> ours ? next : null);
                        });
    }
}
