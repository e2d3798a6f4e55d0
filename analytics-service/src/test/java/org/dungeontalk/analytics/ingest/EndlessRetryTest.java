package org.dungeontalk.analytics.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.dungeontalk.analytics.Settings;
import org.dungeontalk.testing.LogLines;
import org.junit.jupiter.api.Test;

class EndlessRetryTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final PgException AWAY =
            new PgException("key (player_id)=(mira) exists", "FATAL", "57P01", null);
    private static final PgException OF_VALUES =
            new PgException("row contains (mira, tavern)", "ERROR", "23514", null);

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final EndlessRetry retry =
            new EndlessRetry(Settings.of(Map.of("store.retry-first", "0.01S")), metrics);

    @Test
    void aFailureOfTheValuesShowsThatPostgresqlIsBack() {
        Uni<String> work = failing(AWAY, OF_VALUES);
        assertThrows(PgException.class, () -> retry.withStore(work).await().atMost(LIMIT));
        assertFalse(retry.isWaiting());
        assertEquals(0, metrics.get("dungeontalk.analytics.waiting").gauge().value());
    }

    @Test
    void theLogNamesTheSqlstateAndNotWhatPostgresqlSays() {
        try (LogLines log = LogLines.start()) {
            retry.withStore(failing(AWAY)).await().atMost(LIMIT);
            assertEquals(1, log.about("PostgreSQL is unavailable"), log.toString());
            assertEquals(1, log.about("SQLSTATE 57P01"), log.toString());
            assertEquals(0, log.about("mira"), log.toString());
        }
    }

    @Test
    void whatFailsWhileTheServiceStopsIsNotSaidToBeAway() {
        try (LogLines log = LogLines.start()) {
            retry.stop(new ShutdownEvent());
            retry.withStore(failing(AWAY)).await().atMost(LIMIT);
            assertEquals(0, log.about("PostgreSQL is"), log.toString());
            retry.withDeadLetters(failing(AWAY)).await().atMost(LIMIT);
            assertEquals(0, log.about("Dead letters"), log.toString());
        }
        assertTrue(!retry.isWaiting());
    }

    /** Fails with these one after the other, and works then. */
    private static Uni<String> failing(Throwable... failures) {
        Queue<Throwable> left = new ArrayDeque<>(List.of(failures));
        return Uni.createFrom()
                .deferred(
                        () ->
                                left.isEmpty()
                                        ? Uni.createFrom().item("done")
                                        : Uni.createFrom().failure(left.remove()));
    }
}
