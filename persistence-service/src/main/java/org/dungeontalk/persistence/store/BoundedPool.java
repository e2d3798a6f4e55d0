package org.dungeontalk.persistence.store;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The pool of connections, with the bounds that Quarkus has no setting for: while PostgreSQL hangs,
 * who waits for a connection gives up after 5 s, at most 256 wait at once, one statement at a time
 * is on its way on a connection, and a connection that says nothing for 2 min is closed with all
 * that waits on it. So retries don't pile up behind a server that hangs.
 *
 * <p>Callers take connections by {@code withConnection}: the pool's own {@code query} of Vert.x 4.5
 * leaves its timer running when it can't connect, and the timer then throws.
 */
@Singleton
class BoundedPool implements PgPoolCreator {

    private static final int WAIT_SECONDS = 5;
    private static final int WAITERS = 256;
    private static final int SILENCE_SECONDS = 120;

    @Override
    public Pool create(Input input) {
        PoolOptions options =
                input.poolOptions()
                        .setConnectionTimeout(WAIT_SECONDS)
                        .setConnectionTimeoutUnit(TimeUnit.SECONDS)
                        .setMaxWaitQueueSize(WAITERS);
        List<SqlConnectOptions> databases = List.copyOf(input.pgConnectOptionsList());
        for (SqlConnectOptions database : databases) {
            database.setConnectTimeout((int) TimeUnit.SECONDS.toMillis(WAIT_SECONDS));
            database.setTcpKeepAlive(true);
            database.setReadIdleTimeout(SILENCE_SECONDS);
            if (database instanceof PgConnectOptions postgres) {
                postgres.setPipeliningLimit(1);
            }
        }
        return PgBuilder.pool().with(options).connectingTo(databases).using(input.vertx()).build();
    }
}
