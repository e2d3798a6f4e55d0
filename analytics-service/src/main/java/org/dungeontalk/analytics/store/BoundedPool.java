package org.dungeontalk.analytics.store;

import io.micrometer.core.instrument.config.MeterFilter;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The connection pool, with bounds for which Quarkus has no setting. A caller waits at most 5 s for
 * a connection, and at most 256 callers wait. A connection that is silent for 30 s, longer than any
 * statement may take, is closed, and its statements fail. So the pool also leaves a server that
 * vanished and whose address another one took over. It leaves one that has become read-only too.
 *
 * <p>Use {@code withConnection} to take connections: {@code query} of Vert.x 4.5's pool leaves its
 * timer running when it can't connect, and the timer then throws.
 */
@Singleton
class BoundedPool implements PgPoolCreator {

    private static final int WAIT_SECONDS = 5;
    private static final int WAITERS = 256;
    private static final int SILENCE_SECONDS = 30;
    private static final Set<String> GAUGES_OF_CONNECTIONS =
            Set.of("postgresql.current", "postgresql.queue.size");

    private final OpenConnections connections = new OpenConnections(SILENCE_SECONDS);

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
            database.setCachePreparedStatements(true);
            database.setPreparedStatementCacheSqlFilter(BoundedPool::isWrite);
        }
        return PgBuilder.pool()
                .with(options)
                .connectingTo(databases)
                .using(input.vertx())
                .withConnectHandler(connections::add)
                .build();
    }

    /**
     * Each connection registers these gauges under the same name. Micrometer keeps those of the
     * first connection only, and warns. The gauges {@code sql.pool} are of the whole pool.
     */
    @Produces
    @Singleton
    MeterFilter withoutGaugesOfConnections() {
        return MeterFilter.deny(meter -> GAUGES_OF_CONNECTIONS.contains(meter.getName()));
    }

    /**
     * Statements that a connection prepares once: then PostgreSQL need not be asked for their types
     * before each use. Not those that read, whose best plan depends on the values.
     */
    private static boolean isWrite(String sql) {
        return sql.startsWith("INSERT") || sql.startsWith("UPDATE") || sql.startsWith("DELETE");
    }
}
