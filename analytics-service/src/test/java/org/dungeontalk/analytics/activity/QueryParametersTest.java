package org.dungeontalk.analytics.activity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryParametersTest {

    private static final Instant NOW = Instant.parse("2026-11-22T18:04:05Z");

    @Test
    void asksForTheLastDayWithTheCurrentMinuteByDefault() {
        assertEquals(
                range("2026-11-21T18:05:00Z", "2026-11-22T18:05:00Z"),
                ask(null, null, null, null).range());
    }

    @Test
    void widensTheSpanToWholeMinutes() {
        assertEquals(
                range("2026-11-22T10:00:00Z", "2026-11-22T10:02:00Z"),
                ask("2026-11-22T10:00:59.9Z", "2026-11-22T10:01:00.001Z", null, null).range());
        assertEquals(
                range("2026-11-22T10:00:00Z", "2026-11-22T10:01:00Z"),
                ask("2026-11-22T10:00:00Z", "2026-11-22T10:01:00Z", null, null).range());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "yesterday, -, -, -",
                "-, 2026-11-22, -, -",
                "-, '', -, -",
                "2026-11-22T10:00:00Z, 2026-11-22T10:00:00Z, -, -",
                "2026-11-22T11:00:00Z, 2026-11-22T10:00:00Z, -, -",
                "2026-10-22T00:00:00Z, 2026-11-22T00:01:00Z, -, -",
                "+999999999-01-01T00:00:00Z, -, -, -",
                "-, -999999999-01-01T00:00:00Z, -, -",
                "-, -, '', -",
                "-, -, -, voice",
                "-, -, -, CHAT",
            })
    void refusesWhatItCannotAnswer(String from, String to, String room, String kind) {
        assertThrows(IllegalArgumentException.class, () -> ask(from, to, room, kind));
    }

    @Test
    void refusesRoomIdsThatNoRoomHas() {
        assertThrows(IllegalArgumentException.class, () -> ask(null, null, "a\0b", null));
        assertThrows(IllegalArgumentException.class, () -> ask(null, null, "a".repeat(121), null));
    }

    private static QueryParameters ask(String from, String to, String room, String kind) {
        return QueryParameters.of(
                Optional.ofNullable(from),
                Optional.ofNullable(to),
                Optional.ofNullable(room),
                Optional.ofNullable(kind),
                NOW);
    }

    private static TimeRange range(String from, String to) {
        return new TimeRange(Instant.parse(from), Instant.parse(to));
    }
}
