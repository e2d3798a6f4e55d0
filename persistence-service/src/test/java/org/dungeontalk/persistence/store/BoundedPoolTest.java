package org.dungeontalk.persistence.store;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.dungeontalk.persistence.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A PostgreSQL that accepts connections and never answers. */
class BoundedPoolTest {

    private static final int WRITERS = 4;
    private static final int WAITERS = 256;
    private static final int MORE = 44;

    private final int readers = Settings.DEFAULTS.history().connections();
    private final Vertx vertx = Vertx.vertx();

    private record Asked(
            Vertx vertx, PoolOptions poolOptions, List<PgConnectOptions> pgConnectOptionsList)
            implements PgPoolCreator.Input {}

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void callersWaitForSecondsAndNoMoreThan256OfThem() throws IOException {
        BoundedPool pools = new BoundedPool(Settings.DEFAULTS);
        try (ServerSocket hangs = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Pool reads = pools.create(asked(hangs.getLocalPort()));
            Pool writes =
                    pools.writes(io.vertx.mutiny.sqlclient.Pool.newInstance(reads)).getDelegate();
            assertBounded(reads);
            assertBounded(writes);
        }
    }

    private Asked asked(int port) {
        PgConnectOptions database = new PgConnectOptions().setHost("127.0.0.1").setPort(port);
        return new Asked(vertx, new PoolOptions().setMaxSize(readers + WRITERS), List.of(database));
    }

    private static void assertBounded(Pool pool) {
        List<Future<SqlConnection>> callers =
                IntStream.range(0, WAITERS + MORE).mapToObj(i -> pool.getConnection()).toList();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> callers.stream().allMatch(Future::isComplete));
        assertEquals(
                MORE,
                callers.stream()
                        .filter(it -> it.cause() instanceof ConnectionPoolTooBusyException)
                        .count());
    }
}
