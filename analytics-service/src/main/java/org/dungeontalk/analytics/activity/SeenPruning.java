package org.dungeontalk.analytics.activity;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlResult;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.dungeontalk.analytics.AnalyticsConfig;

/**
 * Forgets ids of messages past their retention, so that their table stays bounded.
 *
 * <p>Any number of instances may do it at once. A failure is left to the next round: nothing
 * depends on the moment an id goes.
 */
@ApplicationScoped
public class SeenPruning {

    /** Rows a statement deletes at most, so that each stays short. */
    private static final int ROWS = 10_000;

    private static final String PRUNE =
            """
            DELETE FROM analytics.seen_message WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM analytics.seen_message
                WHERE counted_at < now() - $1 * interval '1 second'
                LIMIT $2 FOR UPDATE SKIP LOCKED))\
            """;

    private final Pool pool;
    private final Duration every;
    private final Duration retention;
    private final Duration limit;
    private Cancellable rounds = () -> {};

    SeenPruning(Pool pool, AnalyticsConfig config) {
        this.pool = pool;
        this.every = config.store().seenPruning();
        this.retention = config.store().seenRetention();
        this.limit = config.store().transactionLimit();
    }

    void start(@Observes StartupEvent started) {
        rounds =
                Multi.createFrom()
                        .ticks()
                        .every(every)
                        .onOverflow()
                        .drop()
                        .onItem()
                        .transformToUniAndConcatenate(
                                tick -> prune().onFailure().recoverWithItem(0))
                        .subscribe()
                        .with(deleted -> {});
    }

    void stop(@Observes ShutdownEvent stopped) {
        rounds.cancel();
    }

    /** Deletes what is past its retention; the item is the number of ids deleted. */
    public Uni<Integer> prune() {
        return pool.preparedQuery(PRUNE)
                .execute(Tuple.of((double) retention.toSeconds(), (long) ROWS))
                .map(SqlResult::rowCount)
                .ifNoItem()
                .after(limit)
                .fail()
                .chain(
                        deleted ->
                                deleted < ROWS
                                        ? Uni.createFrom().item(deleted)
                                        : prune().map(more -> deleted + more));
    }
}
