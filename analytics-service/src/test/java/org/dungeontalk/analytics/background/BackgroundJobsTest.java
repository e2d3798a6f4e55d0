package org.dungeontalk.analytics.background;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.CompositeException;
import io.vertx.pgclient.PgException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.dungeontalk.testing.LogLines;
import org.junit.jupiter.api.Test;

class BackgroundJobsTest {

    private static final PgException REFUSED =
            new PgException("row contains (mira, tavern)", "ERROR", "23514", null);

    private final BackgroundJobs jobs = new BackgroundJobs(new SimpleMeterRegistry());

    @Test
    void neitherTheLogNorTheProbeSaysWhatPostgresqlSays() {
        try (LogLines log = LogLines.start()) {
            jobs.failed("roll-ups", REFUSED);
            jobs.failed("deletions", new CompletionException(REFUSED));
            jobs.failed("erasures", new CompositeException(new Exception("first"), REFUSED));
            jobs.failed("checks", new IllegalStateException("Kafka does not answer"));
            assertEquals(3, log.about("SQLSTATE 23514"), log.toString());
            assertEquals(1, log.about("Kafka does not answer"), log.toString());
            assertEquals(0, log.about("mira"), log.toString());
        }
        assertEquals(
                Map.of(
                        "roll-ups", "SQLSTATE 23514",
                        "deletions", "SQLSTATE 23514",
                        "erasures", "SQLSTATE 23514",
                        "checks", "IllegalStateException: Kafka does not answer"),
                jobs.failing());
    }
}
