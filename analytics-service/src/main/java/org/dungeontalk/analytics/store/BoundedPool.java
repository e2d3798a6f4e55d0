package org.dungeontalk.analytics.store;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The pool of connections, with the bounds that Quarkus has no setting for: who waits for a
 * connection gives up after 5 s, at most 256 wait at once, and a connection that says nothing for
 * 30 s is closed with all that waits on it, longer than any statement may take. So a server that is
 * gone without a word, its address taken over by another, is left behind.
 *
 * <p>Callers take connections by {@code withConnection}: the pool's own {@code query} of Vert.x 4.5
 * leaves its timer running when it can't connect, and the timer then throws.
 */
@Singleton
class BoundedPool implements PgPoolCreator {

    private static final int WAIT_SECONDS = 5;
    private static final int WAITERS = 256;
    private static final int SILENCE_SECONDS = 30;

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
        }
        return PgBuilder.pool()
                .with(options)
                .connectingTo(databases)
                .using(input.vertx())
                .withConnectHandler(made -> ReadTimeout.watch(made, SILENCE_SECONDS))
                .build();
    }
}
