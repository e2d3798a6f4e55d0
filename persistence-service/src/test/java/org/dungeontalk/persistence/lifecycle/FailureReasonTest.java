package org.dungeontalk.persistence.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.mutiny.CompositeException;
import io.vertx.pgclient.PgException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class FailureReasonTest {

    private static final PgException REFUSED =
            new PgException("row contains (mira, tavern)", "ERROR", "23514", null);

    @Test
    void postgresqlsOwnTextIsNeverTold() {
        assertEquals("SQLSTATE 23514", FailureReason.of(REFUSED));
        assertEquals("SQLSTATE 23514", FailureReason.of(new CompletionException(REFUSED)));
        assertEquals(
                "SQLSTATE 23514",
                FailureReason.of(new CompositeException(new Exception("first"), REFUSED)));
    }

    @Test
    void anotherFailureIsToldWithItsType() {
        assertEquals(
                "IllegalStateException: Kafka does not answer",
                FailureReason.of(new IllegalStateException("Kafka does not answer")));
        assertEquals("Exception", FailureReason.of(new Exception()));
    }
}
