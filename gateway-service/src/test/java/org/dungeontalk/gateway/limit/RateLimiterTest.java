package org.dungeontalk.gateway.limit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RateLimiterTest {

    @Test
    void aBurstPassesAndThenOnlyWhatComesBack() {
        RateLimiter rates = new RateLimiter(3, 1);
        assertTrue(IntStream.range(0, 3).allMatch(i -> rates.allow("mira")));
        assertFalse(IntStream.range(0, 10).allMatch(i -> rates.allow("mira")));
        assertTrue(rates.allow("tomas"));
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> rates.allow("mira"));
    }

    @Test
    void forgetsWhoseAllowanceIsWholeAgain() {
        RateLimiter rates = new RateLimiter(1, 10);
        rates.allow("mira");
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> rates.size() == 0);
    }

    @Test
    void holdsNoMoreThanItsBound() {
        RateLimiter rates = new RateLimiter(1_000, 1);
        IntStream.range(0, 70_000).forEach(i -> rates.allow("p" + i));
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> rates.size() <= 50_000);
    }
}
