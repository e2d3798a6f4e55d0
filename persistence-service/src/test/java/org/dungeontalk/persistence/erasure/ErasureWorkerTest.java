package org.dungeontalk.persistence.erasure;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pause between two chunks of an erasure. */
class ErasureWorkerTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void pausesForAsLongAsTheChunkTook() {
        assertEquals(Duration.ofMillis(37), ErasureWorker.pause(37_000_000));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 300_000, 999_999, 1_000_000, 1_000_001})
    void aChunkOfLessThanAMillisecondIsFollowedByAPauseThatATimerTakes(long nanos) {
        long pause = ErasureWorker.pause(nanos).toMillis();
        assertDoesNotThrow(() -> vertx.setTimer(pause, id -> {}));
    }
}
