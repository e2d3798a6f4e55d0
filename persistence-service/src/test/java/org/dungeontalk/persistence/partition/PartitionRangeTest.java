package org.dungeontalk.persistence.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.dungeontalk.persistence.config.PartitionLength;
import org.junit.jupiter.api.Test;

class PartitionRangeTest {

    private static final Instant NOW = Instant.parse("2026-11-22T18:04:05Z");

    @Test
    void beginsWithTheMonthThatIsAndGoesAsFarAhead() {
        assertEquals(
                List.of(
                        span("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"),
                        span("2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z")),
                PartitionRange.missing(null, NOW, Duration.ofDays(35), PartitionLength.MONTH));
    }

    @Test
    void beginsTheMonthBeforeOnItsFirstDays() {
        Instant early = Instant.parse("2026-12-01T00:30:00Z");
        assertEquals(
                span("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"),
                PartitionRange.missing(null, early, Duration.ofDays(1), PartitionLength.MONTH)
                        .get(0));
    }

    @Test
    void goesOnWhereTheLastPartitionEndsWhateverItsLength() {
        Instant end = Instant.parse("2026-11-25T00:00:00Z");
        assertEquals(
                List.of(span("2026-11-25T00:00:00Z", "2026-11-30T00:00:00Z")),
                PartitionRange.missing(end, NOW, Duration.ofDays(4), PartitionLength.WEEK));
    }

    @Test
    void hasNothingToDoWhileTheLastPartitionReachesFarEnough() {
        Instant end = Instant.parse("2027-01-01T00:00:00Z");
        assertEquals(
                List.of(),
                PartitionRange.missing(end, NOW, Duration.ofDays(35), PartitionLength.MONTH));
    }

    @Test
    void leavesAGapAfterALongSleep() {
        Instant end = Instant.parse("2025-01-01T00:00:00Z");
        assertEquals(
                List.of(
                        span("2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z"),
                        span("2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z"),
                        span("2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z")),
                PartitionRange.missing(end, NOW, Duration.ofHours(1), PartitionLength.DAY));
    }

    private static PartitionRange span(String from, String upto) {
        return new PartitionRange(Instant.parse(from), Instant.parse(upto));
    }
}
