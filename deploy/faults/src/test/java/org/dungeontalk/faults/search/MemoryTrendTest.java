package org.dungeontalk.faults.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MemoryTrendTest {

    private static final int MINUTE = 6;

    @Test
    void aHeapThatFillsOnceAndThenGoesUpAndDownIsFlat() {
        MemoryTrend trend =
                trend(20, i -> i < MemoryTrend.WARM_UP ? 100 + 20 * i : 460 + 40 * (i % 2));
        assertFalse(trend.isGrowing(), trend::toString);
    }

    @Test
    void aSteadyGrowthOfAFewMebibytesAMinuteIsFound() {
        MemoryTrend trend = trend(20, i -> 300 + i);
        assertTrue(trend.isGrowing(), trend::toString);
    }

    @Test
    void aProcessThatRanForLessThanEightMinutesIsNotJudged() {
        assertEquals(Optional.empty(), MemoryTrend.of(samples(7, i -> 300 + i)));
        assertTrue(MemoryTrend.of(samples(8, i -> 300 + i)).isPresent());
    }

    private static MemoryTrend trend(int minutes, LongUnaryOperator mebibytes) {
        return MemoryTrend.of(samples(minutes, mebibytes)).orElseThrow();
    }

    private static List<Long> samples(int minutes, LongUnaryOperator mebibytes) {
        return LongStream.range(0, (long) minutes * MINUTE).map(mebibytes).boxed().toList();
    }
}
