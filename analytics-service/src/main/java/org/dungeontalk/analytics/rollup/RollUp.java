package org.dungeontalk.analytics.rollup;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dungeontalk.analytics.Rounds;
import org.dungeontalk.analytics.activity.Grain;
import org.jboss.logging.Logger;

/**
 * Rolls up hours and days that are over: all partitions are complete past their end. One window per
 * transaction, under a lock that waits for batches in work and keeps others out; a batch with a
 * late message drops the rows of its window in turn, and they are made again. So a rolled-up window
 * always says what {@code activity} says. A failure is left to the next round.
 */
@ApplicationScoped
public class RollUp {

    /** The lock's number: batches share it, the roll-up has it alone. */
    public static final int LOCK = 7_041_776;

    private static final Logger LOG = Logger.getLogger(RollUp.class);
    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final Duration LIMIT = Duration.ofSeconds(25);
    private static final int WINDOWS_AT_ONCE = 48;

    private static final String DUE =
            """
            SELECT DISTINCT date_trunc('%1$s', a.minute, 'UTC') AS w FROM analytics.activity a
            WHERE a.minute > coalesce((SELECT max(starts_at) FROM analytics.rollup
                    WHERE grain = '%1$s' AND kind = ''), '-infinity') - interval '8 days'
                AND date_trunc('%1$s', a.minute, 'UTC') + interval '1 %1$s'
                    <= (SELECT min(complete_until) FROM analytics.progress WHERE complete_until IS NOT NULL)
                AND NOT EXISTS (SELECT FROM analytics.rollup r WHERE r.grain = '%1$s' AND r.kind = ''
                    AND r.room_id = '' AND r.starts_at = date_trunc('%1$s', a.minute, 'UTC'))
            ORDER BY w LIMIT %2$d\
            """;

    private static final String CELLS =
            """
            SELECT kind, room_id, player_id, sum(messages), sum(joins), sum(leaves), sum(whispers),
                sum(turns)
            FROM analytics.activity WHERE minute >= $1 AND minute < $1 + interval '1 %s'
            GROUP BY kind, room_id, player_id ORDER BY kind, room_id, player_id\
            """;

    private static final String WRITE =
            """
            INSERT INTO analytics.rollup (grain, starts_at, kind, room_id, messages, joins, leaves,
                whispers, turns, players)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING\
            """;

    private final Pool pool;
    private Cancellable rounds = () -> {};

    RollUp(Pool pool) {
        this.pool = pool;
    }

    void start(@Observes StartupEvent started) {
        rounds = Rounds.every(EVERY, LIMIT, LOG, this::rollUp);
    }

    void stop(@Observes ShutdownEvent stopped) {
        rounds.cancel();
    }

    /** Rolls up what is over; the item is the number of windows. */
    public Uni<Integer> rollUp() {
        return rollUp(Grain.HOUR).chain(hours -> rollUp(Grain.DAY).map(days -> hours + days));
    }

    private Uni<Integer> rollUp(Grain grain) {
        return pool.query(DUE.formatted(grain.word(), WINDOWS_AT_ONCE))
                .execute()
                .chain(
                        rows -> {
                            Uni<Integer> done = Uni.createFrom().item(0);
                            for (Row row : rows) {
                                OffsetDateTime start = row.getOffsetDateTime(0);
                                done =
                                        done.call(
                                                () ->
                                                        pool.withTransaction(
                                                                with ->
                                                                        rollUp(
                                                                                with, grain,
                                                                                start)));
                            }
                            return done.replaceWith(rows.size());
                        });
    }

    private static Uni<Void> rollUp(SqlConnection with, Grain grain, OffsetDateTime start) {
        return with.query("SELECT pg_advisory_xact_lock(" + LOCK + ")")
                .execute()
                .chain(
                        () ->
                                with.preparedQuery(CELLS.formatted(grain.word()))
                                        .execute(Tuple.of(start)))
                .map(RollUp::sums)
                .chain(
                        sums -> {
                            List<Tuple> rows =
                                    sums.entrySet().stream()
                                            .map(sum -> row(grain, start, sum))
                                            .toList();
                            return rows.isEmpty()
                                    ? Uni.createFrom().voidItem()
                                    : with.preparedQuery(WRITE)
                                            .executeBatch(rows)
                                            .replaceWithVoid();
                        });
    }

    private record Key(String kind, String roomId) {}

    private static final class Sum {
        private final long[] counts = new long[5];
        private final PlayerSet players = new PlayerSet();
    }

    private static Map<Key, Sum> sums(Iterable<Row> rows) {
        Map<Key, Sum> sums = new LinkedHashMap<>();
        for (Row row : rows) {
            String kind = row.getString(0);
            for (Key key :
                    List.of(new Key(kind, row.getString(1)), new Key(kind, ""), new Key("", ""))) {
                Sum sum = sums.computeIfAbsent(key, fresh -> new Sum());
                for (int i = 0; i < sum.counts.length; i++) {
                    sum.counts[i] += row.getLong(3 + i);
                }
                sum.players.add(row.getString(2));
            }
        }
        return sums;
    }

    private static Tuple row(Grain grain, OffsetDateTime start, Map.Entry<Key, Sum> sum) {
        Tuple row = Tuple.of(grain.word(), start, sum.getKey().kind(), sum.getKey().roomId());
        for (long count : sum.getValue().counts) {
            row.addValue(count);
        }
        return row.addValue(Buffer.buffer(sum.getValue().players.bytes()));
    }
}
