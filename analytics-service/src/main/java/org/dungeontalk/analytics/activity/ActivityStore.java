package org.dungeontalk.analytics.activity;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.dungeontalk.analytics.AnalyticsConfig;

/**
 * Counts batches into PostgreSQL, each in one transaction together with the progress.
 *
 * <p>Guarantee: a record changes the numbers once, however often it is applied and whoever applies
 * it at the same time. The transaction locks the progress of the batch's partitions, leaves out
 * what lies behind it, adds the rest and moves the progress. A process killed at any moment leaves
 * all of it or nothing. The group's committed offsets play no part: they only say where reading
 * begins.
 *
 * <p>A message that reached the log twice (a client's retry) has two offsets but one id. Ids are
 * inserted into {@code seen_message} in the same transaction, one index insert per message, and
 * only the new ones count. Alternatives considered: asking the persistence-service's table couples
 * two services and their speed; a filter in memory forgets at a restart; keeping ids for ever grows
 * without bound. Ids are pruned by the time they were counted, which a wrong clock of a gateway or
 * a forged id can't move, and later than the log forgets the record: of copies that lie in the log
 * together exactly one counts.
 *
 * <p>Never blocks; may be called on any thread. Fails with the client's exceptions; after a failure
 * the transaction is rolled back, or, if the connection died in the commit, may have happened:
 * applying the same entries again is right in both cases.
 */
@ApplicationScoped
public class ActivityStore {

    private static final String BEGIN_PROGRESS =
            """
            INSERT INTO analytics.progress (epoch, partition, next_offset)
            SELECT $1, p, 0 FROM unnest($2::int[]) AS p ORDER BY p
            ON CONFLICT DO NOTHING\
            """;

    private static final String READ_PROGRESS =
            """
            SELECT partition, next_offset FROM analytics.progress
            WHERE epoch = $1 AND partition = ANY ($2::int[]) ORDER BY partition\
            """;

    private static final String LOCK_PROGRESS = READ_PROGRESS + " FOR UPDATE";

    private static final String MOVE_PROGRESS =
            """
            UPDATE analytics.progress p SET next_offset = n.next_offset
            FROM unnest($2::int[], $3::bigint[]) AS n (partition, next_offset)
            WHERE p.epoch = $1 AND p.partition = n.partition\
            """;

    private static final String SEE =
            """
            INSERT INTO analytics.seen_message (partition, message_id)
            SELECT * FROM unnest($1::int[], $2::uuid[])
            ON CONFLICT DO NOTHING RETURNING partition, message_id\
            """;

    private static final String ADD =
            """
            INSERT INTO analytics.activity AS a (minute, kind, room_id, player_id, messages)
            SELECT * FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::int[])
            ON CONFLICT (minute, kind, room_id, player_id)
            DO UPDATE SET messages = a.messages + excluded.messages\
            """;

    private final Pool pool;
    private final Duration limit;
    private final Timer transactions;

    ActivityStore(Pool pool, AnalyticsConfig config, MeterRegistry metrics) {
        this.pool = pool;
        this.limit = config.store().transactionLimit();
        this.transactions =
                Timer.builder("dungeontalk.analytics.transaction")
                        .description("A batch's transaction, from its begin to its commit")
                        .publishPercentileHistogram()
                        .register(metrics);
    }

    /** How far the partitions are counted, without waiting for a transaction that moves them. */
    public Uni<Progress> progress(String epoch, Collection<Integer> partitions) {
        return progress(pool, READ_PROGRESS, epoch, partitions).ifNoItem().after(limit).fail();
    }

    /**
     * Counts the entries; the item comes when PostgreSQL has committed.
     *
     * @param entries those of one partition in the log's order
     */
    public Uni<Outcome> apply(String epoch, List<Entry> entries) {
        return Uni.createFrom()
                .deferred(
                        () -> {
                            Timer.Sample sample = Timer.start();
                            return pool.withTransaction(with -> apply(with, epoch, entries))
                                    .invoke(() -> sample.stop(transactions));
                        })
                .ifNoItem()
                .after(limit)
                .fail();
    }

    private static Uni<Outcome> apply(SqlConnection with, String epoch, List<Entry> entries) {
        Set<Integer> partitions = new HashSet<>();
        entries.forEach(entry -> partitions.add(entry.partition()));
        return locked(with, epoch, partitions)
                .map(progress -> Tally.of(entries, progress))
                .chain(tally -> apply(with, epoch, tally));
    }

    private static Uni<Outcome> apply(SqlConnection with, String epoch, Tally tally) {
        return unseen(with, tally.ids())
                .map(tally::count)
                .call(counted -> add(with, counted.cells()))
                .call(() -> move(with, epoch, tally.reached()))
                .map(Tally.Counted::outcome);
    }

    private static Uni<Progress> locked(SqlConnection with, String epoch, Set<Integer> partitions) {
        Uni<Progress> lock = progress(with, LOCK_PROGRESS, epoch, partitions);
        return lock.chain(
                found ->
                        found.nextOffsets().keySet().containsAll(partitions)
                                ? Uni.createFrom().item(found)
                                : with.preparedQuery(BEGIN_PROGRESS)
                                        .execute(Tuple.of(epoch, array(partitions)))
                                        .chain(() -> lock));
    }

    private static Uni<Progress> progress(
            SqlClient with, String sql, String epoch, Collection<Integer> partitions) {
        return with.preparedQuery(sql)
                .execute(Tuple.of(epoch, array(partitions)))
                .map(
                        rows -> {
                            Map<Integer, Long> next = new HashMap<>();
                            rows.forEach(row -> next.put(row.getInteger(0), row.getLong(1)));
                            return new Progress(next);
                        });
    }

    private static Uni<Set<SeenId>> unseen(SqlConnection with, Collection<SeenId> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        Integer[] partitions = ids.stream().map(SeenId::partition).toArray(Integer[]::new);
        UUID[] messageIds = ids.stream().map(SeenId::messageId).toArray(UUID[]::new);
        return with.preparedQuery(SEE)
                .execute(Tuple.of(partitions, messageIds))
                .map(ActivityStore::seenIds);
    }

    private static Set<SeenId> seenIds(RowSet<Row> rows) {
        Set<SeenId> ids = new HashSet<>();
        rows.forEach(row -> ids.add(new SeenId(row.getInteger(0), row.getUUID(1))));
        return ids;
    }

    private static Uni<Void> add(SqlConnection with, SortedMap<Cell, Integer> cells) {
        if (cells.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Collection<Cell> keys = cells.keySet();
        Tuple columns =
                Tuple.of(
                        keys.stream()
                                .map(cell -> cell.minute().atOffset(ZoneOffset.UTC))
                                .toArray(OffsetDateTime[]::new),
                        keys.stream().map(cell -> cell.kind().word()).toArray(String[]::new),
                        keys.stream().map(Cell::roomId).toArray(String[]::new),
                        keys.stream().map(Cell::playerId).toArray(String[]::new),
                        cells.values().toArray(Integer[]::new));
        return with.preparedQuery(ADD).execute(columns).replaceWithVoid();
    }

    private static Uni<Void> move(SqlConnection with, String epoch, Progress reached) {
        Integer[] partitions = array(reached.nextOffsets().keySet());
        Long[] offsets =
                List.of(partitions).stream().map(reached.nextOffsets()::get).toArray(Long[]::new);
        return with.preparedQuery(MOVE_PROGRESS)
                .execute(Tuple.of(epoch, partitions, offsets))
                .replaceWithVoid();
    }

    private static Integer[] array(Collection<Integer> partitions) {
        return partitions.stream().sorted().toArray(Integer[]::new);
    }
}
