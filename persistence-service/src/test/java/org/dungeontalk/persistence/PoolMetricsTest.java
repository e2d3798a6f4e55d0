package org.dungeontalk.persistence;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Backbone.class)
class PoolMetricsTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Inject MeterRegistry metrics;
    @Inject Pool reads;

    @Inject
    @Identifier("writes")
    Pool writes;

    @Test
    void eachPoolHasGaugesOfItsOwn() {
        List<SqlConnection> reading = take(reads, 2);
        List<SqlConnection> writing = take(writes, 3);
        try {
            assertTrue(active("reads") >= reading.size());
            assertTrue(active("writes") >= writing.size());
        } finally {
            reading.forEach(it -> it.close().await().atMost(LIMIT));
            writing.forEach(it -> it.close().await().atMost(LIMIT));
        }
    }

    private static List<SqlConnection> take(Pool pool, int connections) {
        return IntStream.range(0, connections)
                .mapToObj(i -> pool.getConnection().await().atMost(LIMIT))
                .toList();
    }

    private double active(String pool) {
        return metrics.get("sql.pool.active").tag("pool.name", pool).gauge().value();
    }
}
