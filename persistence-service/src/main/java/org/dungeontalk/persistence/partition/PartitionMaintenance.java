package org.dungeontalk.persistence.partition;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.dungeontalk.persistence.config.PersistenceConfig;
import org.dungeontalk.persistence.lifecycle.Dependencies;
import org.dungeontalk.persistence.lifecycle.DependencyName;
import org.dungeontalk.persistence.lifecycle.FailureReason;
import org.jboss.logging.Logger;

/**
 * Creates partitions ahead of time and drops those whose retention has passed, at the start and
 * then periodically. One instance does it at a time; the others find the advisory lock taken.
 *
 * <p>Uses one transaction that waits at most 2 s for a lock, so that writers never wait longer.
 * What did not work is done the next time. A late partition loses nothing: its rows are in the
 * table message_other until it is created. Blocks no thread.
 */
@ApplicationScoped
public class PartitionMaintenance {

    private static final Logger LOG = Logger.getLogger(PartitionMaintenance.class);

    /** The advisory lock; any number that nothing else in this database uses. */
    private static final long LOCK = 4_703_918_265_001L;

    private static final Duration LIMIT = Duration.ofSeconds(100);

    private static final String TAKE_LOCK = "SELECT pg_try_advisory_xact_lock(" + LOCK + ")";
    private static final String NEWEST =
            "SELECT max(upto_time) AS newest FROM persistence.message_partition";
    private static final String MAKE = "SELECT persistence.make_message_partition($1, $2) AS made";
    private static final String DROP = "SELECT persistence.drop_message_partitions($1) AS dropped";

    /** Rows outside of partitions are deleted by age, a limited number at a time. */
    private static final String DELETE_OTHERS =
            """
            DELETE FROM persistence.message_other WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM persistence.message_other WHERE created_at < $1 LIMIT 10000))
            """;

    private final Pool pool;
    private final PersistenceConfig.Store config;
    private final Dependencies dependencies;

    public PartitionMaintenance(
            @Identifier("writes") Pool pool, PersistenceConfig config, Dependencies dependencies) {
        this.pool = pool;
        this.config = config.store();
        this.dependencies = dependencies;
    }

    void atStart(@Observes StartupEvent start) {
        run().subscribe().with(done -> {});
    }

    /** Never fails; a failure is seen in the gauge of the dependency {@code partitions}. */
    @Scheduled(
            every = "{dungeontalk.store.upkeep-every}",
            delayed = "{dungeontalk.store.upkeep-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public Uni<Void> run() {
        return pool.withTransaction(this::inTransaction)
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .onItem()
                .invoke(dependencies.get(DependencyName.PARTITIONS)::answered)
                .onFailure()
                .invoke(
                        failure ->
                                dependencies
                                        .get(DependencyName.PARTITIONS)
                                        .failed(FailureReason.of(failure)))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> inTransaction(SqlConnection connection) {
        return connection
                .query("SET LOCAL lock_timeout = '2s'")
                .execute()
                .chain(() -> connection.query(TAKE_LOCK).execute())
                .map(rows -> rows.iterator().next().getBoolean(0))
                .chain(
                        mine ->
                                mine
                                        ? make(connection).chain(() -> drop(connection))
                                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> make(SqlConnection connection) {
        return connection
                .query(NEWEST)
                .execute()
                .map(rows -> rows.iterator().next().getOffsetDateTime("newest"))
                .map(newest -> newest == null ? null : newest.toInstant())
                .onItem()
                .transformToMulti(
                        newest ->
                                Multi.createFrom()
                                        .iterable(
                                                PartitionRange.missing(
                                                        newest,
                                                        Instant.now(),
                                                        config.ahead(),
                                                        config.partition())))
                .onItem()
                .transformToUniAndConcatenate(range -> make(connection, range))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static Uni<Void> make(SqlConnection connection, PartitionRange range) {
        return connection
                .preparedQuery(MAKE)
                .execute(Tuple.of(utc(range.from()), utc(range.upto())))
                .invoke(
                        made ->
                                LOG.infof(
                                        "Created the partition from %s to %s",
                                        range.from(), range.upto()))
                .replaceWithVoid();
    }

    private Uni<Void> drop(SqlConnection connection) {
        if (config.retention().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Instant oldest = Instant.now().minus(config.retention().get());
        return connection
                .preparedQuery(DROP)
                .execute(Tuple.of(utc(oldest.minus(PartitionRange.SLACK))))
                .map(rows -> rows.iterator().next().getInteger("dropped"))
                .invoke(this::dropped)
                .chain(() -> connection.preparedQuery(DELETE_OTHERS).execute(Tuple.of(utc(oldest))))
                .replaceWithVoid();
    }

    private void dropped(int partitions) {
        if (partitions > 0) {
            LOG.infof("Dropped %d partitions older than %s", partitions, config.retention().get());
        }
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
