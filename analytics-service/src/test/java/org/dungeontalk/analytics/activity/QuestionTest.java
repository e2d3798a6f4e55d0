package org.dungeontalk.analytics.activity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionTest {

    private static final Instant NOW = Instant.parse("2026-11-22T18:04:05Z");

    @Test
    void asksForTheLastDayWithTheCurrentMinuteByDefault() {
        assertEquals(
                span("2026-11-21T18:05:00Z", "2026-11-22T18:05:00Z"),
                ask(null, null, null, null).span());
    }

    @Test
    void widensTheSpanToWholeMinutes() {
        assertEquals(
                span("2026-11-22T10:00:00Z", "2026-11-22T10:02:00Z"),
                ask("2026-11-22T10:00:59.9Z", "2026-11-22T10:01:00.001Z", null, null).span());
        assertEquals(
                span("2026-11-22T10:00:00Z", "2026-11-22T10:01:00Z"),
                ask("2026-11-22T10:00:00Z", "2026-11-22T10:01:00Z", null, null).span());
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

    private static Question ask(String from, String to, String room, String kind) {
        return Question.of(
                Optional.ofNullable(from),
                Optional.ofNullable(to),
                Optional.ofNullable(room),
                Optional.ofNullable(kind),
                NOW);
    }

    private static Span span(String from, String to) {
        return new Span(Instant.parse(from), Instant.parse(to));
    }
}
