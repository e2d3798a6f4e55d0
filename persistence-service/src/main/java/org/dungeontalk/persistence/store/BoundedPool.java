package org.dungeontalk.persistence.store;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.persistence.config.PersistenceConfig;

/**
 * The two pools of connections. The default one is the readers' of history, each of whose
 * statements PostgreSQL itself ends after the time of a page; {@code @Identifier("writes")} is for
 * everything else, so that no number of readers takes a connection from the writers.
 *
 * <p>With the bounds that Quarkus has no setting for: while PostgreSQL hangs, who waits for a
 * connection gives up after 5 s, at most 256 wait at once, one statement at a time is on its way on
 * a connection, and a connection that says nothing for 2 min is closed with all that waits on it.
 * So retries don't pile up behind a server that hangs.
 *
 * <p>Callers take connections by {@code withConnection}: the pool's own {@code query} of Vert.x 4.5
 * leaves its timer running when it can't connect, and the timer then throws.
 */
@Singleton
class BoundedPool implements PgPoolCreator {

    private static final int WAIT_SECONDS = 5;
    private static final int WAITERS = 256;
    private static final int SILENCE_SECONDS = 120;

    private final PersistenceConfig.History history;
    private volatile Pool writes;

    BoundedPool(PersistenceConfig config) {
        this.history = config.history();
    }

    @Override
    public Pool create(Input input) {
        List<PgConnectOptions> databases =
                input.pgConnectOptionsList().stream().map(BoundedPool::bounded).toList();
        int readers = history.connections();
        int writers = Math.max(1, input.poolOptions().getMaxSize() - readers);
        writes = pool(input.vertx(), input.poolOptions(), writers, databases);
        String limit = Long.toString(history.timeout().toMillis());
        List<PgConnectOptions> limited = databases.stream().map(PgConnectOptions::new).toList();
        limited.forEach(it -> it.addProperty("statement_timeout", limit));
        return pool(input.vertx(), input.poolOptions(), readers, limited);
    }

    private static Pool pool(
            Vertx vertx, PoolOptions from, int size, List<PgConnectOptions> databases) {
        PoolOptions options =
                new PoolOptions(from)
                        .setMaxSize(size)
                        .setConnectionTimeout(WAIT_SECONDS)
                        .setConnectionTimeoutUnit(TimeUnit.SECONDS)
                        .setMaxWaitQueueSize(WAITERS);
        List<SqlConnectOptions> servers = List.copyOf(databases);
        return PgBuilder.pool()
                .with(options)
                .connectingTo(servers)
                .using(vertx)
                .withConnectHandler(made -> ReadTimeout.watch(made, SILENCE_SECONDS))
                .build();
    }

    private static PgConnectOptions bounded(PgConnectOptions from) {
        PgConnectOptions database = new PgConnectOptions(from);
        database.setConnectTimeout((int) TimeUnit.SECONDS.toMillis(WAIT_SECONDS));
        database.setTcpKeepAlive(true);
        database.setPipeliningLimit(1);
        return database;
    }

    /**
     * @param reads asked for its size, by which both are made
     */
    @Produces
    @Singleton
    @Identifier("writes")
    io.vertx.mutiny.sqlclient.Pool writes(io.vertx.mutiny.sqlclient.Pool reads) {
        reads.size();
        return io.vertx.mutiny.sqlclient.Pool.newInstance(writes);
    }

    @PreDestroy
    void close() {
        if (writes != null) {
            writes.close();
        }
    }
}
