package org.dungeontalk.analytics.activity;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A span of whole minutes.
 *
 * @param from its first minute
 * @param to the minute after its last one
 */
public record Span(Instant from, Instant to) {

    /** What is answered when nothing else is asked. */
    public static final Duration DEFAULT = Duration.ofHours(24);

    /** The longest span that is answered. */
    public static final Duration LONGEST = Duration.ofDays(31);

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    /**
     * The span that was asked for, widened to whole minutes. Without {@code to} it ends with the
     * current minute, without {@code from} it is {@link #DEFAULT} long.
     *
     * @throws IllegalArgumentException with a sentence for the caller
     */
    public static Span of(Optional<String> from, Optional<String> to, Instant now) {
        Instant end =
                to.map(text -> ceiling(instant("to", text)))
                        .orElseGet(() -> now.truncatedTo(ChronoUnit.MINUTES).plusSeconds(60));
        Instant start =
                from.map(text -> instant("from", text).truncatedTo(ChronoUnit.MINUTES))
                        .orElseGet(() -> end.minus(DEFAULT));
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("from has to be before to");
        }
        if (Duration.between(start, end).compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "from and to may be " + LONGEST.toDays() + " days apart at most");
        }
        return new Span(start, end);
    }

    private static Instant ceiling(Instant instant) {
        Instant minute = instant.truncatedTo(ChronoUnit.MINUTES);
        return minute.equals(instant) ? minute : minute.plusSeconds(60);
    }

    private static Instant instant(String name, String text) {
        try {
            Instant instant = Instant.parse(text);
            if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
                throw new IllegalArgumentException(name + " is out of range");
            }
            return instant;
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    name + " has to be an instant like 2026-11-22T18:00:00Z", e);
        }
    }
}
