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
 * Creates the two connection pools. The default pool is for readers of history; PostgreSQL ends
 * each of their statements after the time limit of a page. The pool {@code @Identifier("writes")}
 * is for everything else, so that readers never take a connection from writers.
 *
 * <p>Sets the bounds for which Quarkus has no setting. A caller waits at most 5 s for a connection;
 * at most 256 callers wait at once; a connection has one statement in flight; a connection that
 * receives nothing for 2 min is closed, and its statements fail. So retries do not pile up while
 * PostgreSQL hangs. When PostgreSQL has become read-only, the connections of both pools are closed:
 * after a switch-over, new ones reach the new primary.
 *
 * <p>Callers must use {@code withConnection}. The pool's own {@code query} of Vert.x 4.5 leaves its
 * timer running when it cannot connect, and the timer throws later.
 */
@Singleton
class BoundedPool implements PgPoolCreator {

    private static final int WAIT_SECONDS = 5;
    private static final int WAITERS = 256;
    private static final int SILENCE_SECONDS = 120;

    private final OpenConnections connections = new OpenConnections(SILENCE_SECONDS);
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
        writes = pool(input.vertx(), named(input, "writes"), writers, databases);
        String limit = Long.toString(history.timeout().toMillis());
        List<PgConnectOptions> limited = databases.stream().map(PgConnectOptions::new).toList();
        limited.forEach(it -> it.addProperty("statement_timeout", limit));
        return pool(input.vertx(), named(input, "reads"), readers, limited);
    }

    /** The name is in the metrics of the pool. */
    private static PoolOptions named(Input input, String name) {
        return new PoolOptions(input.poolOptions()).setName(name);
    }

    private Pool pool(Vertx vertx, PoolOptions from, int size, List<PgConnectOptions> databases) {
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
                .withConnectHandler(connections::add)
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
     * @param reads using it creates both pools
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
