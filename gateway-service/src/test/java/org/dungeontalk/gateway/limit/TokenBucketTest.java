package org.dungeontalk.gateway.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {
    private static final long SECOND = 1_000_000_000L;
    private static final TokenBucket.Rate RATE = new TokenBucket.Rate(20, 5, 1);

    /** Among them, the clock overflows during the test. */
    @ParameterizedTest
    @ValueSource(longs = {0, -3 * SECOND, Long.MAX_VALUE - SECOND, Long.MIN_VALUE})
    void startsFullAndFillsAtItsRate(long began) {
        TokenBucket bucket = new TokenBucket(RATE, began);

        assertEquals(20, taken(bucket, began, 100));
        assertEquals(0, taken(bucket, began + SECOND / 5 - 1, 1));
        assertEquals(5, taken(bucket, began + SECOND, 100));
        assertEquals(10, taken(bucket, began + 3 * SECOND, 100));
    }

    @Test
    void holdsNoMoreThanItsBurst() {
        TokenBucket bucket = new TokenBucket(RATE, 0);
        taken(bucket, 0, 20);

        assertEquals(20, taken(bucket, 1_000 * SECOND, 100));
    }

    @Test
    void saysHowLongTheMissingTokensTake() {
        TokenBucket bucket = new TokenBucket(RATE, 0);

        assertEquals(0, bucket.takeAnyway(20, 0));
        assertEquals(2 * SECOND, bucket.takeAnyway(10, 0));
        assertFalse(bucket.take(2 * SECOND));
        assertTrue(bucket.take(2 * SECOND + SECOND / 5));
    }

    @Test
    void fillsWithinSeveralSeconds() {
        TokenBucket bucket = new TokenBucket(new TokenBucket.Rate(200, 200, 10), 0);
        taken(bucket, 0, 200);

        assertEquals(20, taken(bucket, SECOND, 100));
    }

    /** Large rates, as for bytes: no arithmetic overflows. */
    @Test
    void countsLargeNumbers() {
        int most = Integer.MAX_VALUE;
        TokenBucket bucket = new TokenBucket(new TokenBucket.Rate(most, most, 1), 0);

        assertEquals(0, bucket.takeAnyway(most, 0));
        assertEquals(SECOND, bucket.takeAnyway(most, 0));
    }

    private static long taken(TokenBucket bucket, long now, int tries) {
        return LongStream.range(0, tries).filter(i -> bucket.take(now)).count();
    }
}
