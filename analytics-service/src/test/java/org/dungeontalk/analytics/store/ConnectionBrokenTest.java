package org.dungeontalk.analytics.store;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.dungeontalk.embedded.PostgresServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL ends a connection that is in use. */
class ConnectionBrokenTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir(cleanup = CleanupMode.ALWAYS)
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final PrintStream errors = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private PostgresServer server;

    private record Asked(
            Vertx vertx, PoolOptions poolOptions, List<PgConnectOptions> pgConnectOptionsList)
            implements PgPoolCreator.Input {}

    @BeforeEach
    void start() {
        server = PostgresServer.start(directory);
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        System.setErr(errors);
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void statementsFailAndNothingIsPrinted() throws SQLException {
        PgConnectOptions database =
                PgConnectOptions.fromUri(server.reactiveUrl())
                        .setUser(server.username())
                        .setPassword(server.password());
        Pool pool =
                new BoundedPool().create(new Asked(vertx, new PoolOptions(), List.of(database)));
        SqlConnection used = pool.getConnection().toCompletionStage().toCompletableFuture().join();
        AtomicBoolean closed = new AtomicBoolean();
        used.closeHandler(nothing -> closed.set(true));
        server.disconnectAll();
        await().atMost(LIMIT).until(closed::get);
        Future<?> statement = used.query("SELECT 1").execute();
        await().atMost(LIMIT).until(statement::isComplete);
        assertTrue(statement.failed());
        assertEquals("", printed.toString(StandardCharsets.UTF_8));
    }
}
