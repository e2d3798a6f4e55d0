package org.dungeontalk.persistence.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenTransactionsTest {

    private static final Instant BEGIN = Instant.parse("2026-11-28T12:00:00Z");

    private final OpenTransactions open = new OpenTransactions("log", Duration.ofSeconds(60));

    @Test
    void tellsOfOneThatStandsForLongerThanTheLimit() {
        assertEquals(Optional.empty(), check(10, 15, 0));
        assertEquals(5, open.records());
        assertEquals(Optional.empty(), check(10, 20, 60));
        assertEquals(
                Optional.of("a transaction in log-3 is open since offset 10"), check(10, 20, 61));
        assertEquals(Optional.empty(), check(20, 20, 62));
        assertEquals(0, open.records());
    }

    @Test
    void oneAfterTheOtherIsAMirrors() {
        for (int second = 0; second < 300; second += 10) {
            assertEquals(Optional.empty(), check(second, second + 5, second));
        }
    }

    private Optional<String> check(long stable, long end, int second) {
        return open.check(Map.of(3, stable), Map.of(3, end), BEGIN.plusSeconds(second));
    }
}
