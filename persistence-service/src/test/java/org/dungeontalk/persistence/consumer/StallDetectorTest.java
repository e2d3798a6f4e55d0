package org.dungeontalk.persistence.consumer;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StallDetectorTest {

    private final StallDetector detector = new StallDetector(Duration.ofSeconds(60));

    @Test
    void seesThatNothingMovesAlthoughTheLogHasMore() {
        assertFalse(at(0, 10, 5, false));
        assertFalse(at(60, 20, 5, false));
        assertTrue(at(61, 20, 5, false));
        assertFalse(at(70, 20, 6, false));
        assertFalse(at(130, 20, 6, false));
        assertTrue(at(131, 20, 6, false));
    }

    @Test
    void hasPatienceWithAnEmptyLog() {
        assertFalse(at(0, 0, 5, false));
        assertFalse(at(900, 0, 5, false));
        assertFalse(at(910, 3, 5, false));
        assertTrue(at(961, 3, 5, false));
    }

    @Test
    void hasPatienceWhileSomethingIsAway() {
        assertFalse(at(0, 10, 5, true));
        assertFalse(at(900, 10, 5, true));
        assertFalse(at(960, 10, 5, false));
        assertTrue(at(961, 10, 5, false));
    }

    private boolean at(int seconds, long lag, long handled, boolean waiting) {
        return detector.stalled(Instant.EPOCH.plusSeconds(seconds), lag, handled, waiting);
    }
}
