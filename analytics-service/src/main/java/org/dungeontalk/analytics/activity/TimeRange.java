package org.dungeontalk.analytics.activity;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.dungeontalk.analytics.architecture.FrameworkFree;

/**
 * A span of whole minutes.
 *
 * @param from its first minute
 * @param to the minute after its last one
 */
@FrameworkFree
public record TimeRange(Instant from, Instant to) {

    /** The default span. */
    public static final Duration DEFAULT = Duration.ofHours(24);

    /** The longest allowed span. */
    public static final Duration LONGEST = Duration.ofDays(31);

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    /**
     * The requested span, widened to whole minutes. Without {@code to} it ends with the current
     * minute. Without {@code from} it has the length {@link #DEFAULT}.
     *
     * @throws IllegalArgumentException with a sentence for the caller
     */
    public static TimeRange of(Optional<String> from, Optional<String> to, Instant now) {
        return of(from, to, now, ChronoUnit.MINUTES, LONGEST);
    }

    /** The same, widened to whole windows of a timeline and as long as those may be. */
    public static TimeRange of(
            Optional<String> from, Optional<String> to, Instant now, Granularity granularity) {
        return of(
                from, to, now, ChronoUnit.valueOf(granularity.name() + "S"), granularity.longest());
    }

    private static TimeRange of(
            Optional<String> from,
            Optional<String> to,
            Instant now,
            ChronoUnit unit,
            Duration longest) {
        Instant end =
                to.map(text -> ceiling(instant("to", text), unit))
                        .orElseGet(() -> now.truncatedTo(unit).plus(unit.getDuration()));
        Instant start =
                from.map(text -> instant("from", text).truncatedTo(unit))
                        .orElseGet(() -> end.minus(DEFAULT));
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("from must be before to.");
        }
        if (Duration.between(start, end).compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    "from and to must be at most " + longest.toDays() + " days apart.");
        }
        return new TimeRange(start, end);
    }

    private static Instant ceiling(Instant instant, ChronoUnit unit) {
        Instant whole = instant.truncatedTo(unit);
        return whole.equals(instant) ? whole : whole.plus(unit.getDuration());
    }

    private static Instant instant(String name, String text) {
        try {
            Instant instant = Instant.parse(text);
            if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
                throw new IllegalArgumentException(name + " is out of range.");
            }
            return instant;
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    name + " must be an instant, such as 2026-11-22T18:00:00Z.", e);
        }
    }
}
