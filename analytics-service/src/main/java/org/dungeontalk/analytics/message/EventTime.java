package org.dungeontalk.analytics.message;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.OptionalLong;

/**
 * Reads {@code createdAt}, an RFC 3339 instant in UTC with a four-digit year, and checks a
 * message's time. The rules are those of docs/contract, the same as in persistence-service.
 */
public final class EventTime {

    /** Where the fraction or zone begins. */
    private static final int SECONDS_END = 19;

    private static final int MILLIS_END = 23;

    /** The last day that was computed. A race only costs a computation. */
    private static volatile Day newest = new Day(1970, 1, 1, 0);

    private static final long EARLIEST = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();
    private static final long AHEAD = Duration.ofDays(1).toMillis();

    private EventTime() {}

    /** Whether the time is before any message of this product. In milliseconds since 1970. */
    public static boolean isTooEarly(long at) {
        return at < EARLIEST;
    }

    /**
     * Whether it is more than a day after its record's time. It may be any time before that,
     * because mirrors, replays and resent dead letters come late.
     */
    public static boolean isTooLate(long at, long recordTime) {
        return at - AHEAD > recordTime;
    }

    private record Day(int year, int month, int day, long epochDay) {}

    /** Milliseconds since 1970, or empty if the text is no such instant. */
    public static OptionalLong millis(String text) {
        if (!text.endsWith("Z")
                || text.length() <= SECONDS_END
                || text.charAt(0) < '0'
                || text.charAt(0) > '9') {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(
                    text.length() == MILLIS_END + 1
                            ? usual(text)
                            : Instant.parse(text).toEpochMilli());
        } catch (DateTimeParseException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * Parses the gateway's format, {@code 2026-11-22T18:04:05.123Z}. The library parses all others.
     */
    private static long usual(String text) {
        boolean signs =
                text.charAt(4) == '-'
                        && text.charAt(7) == '-'
                        && text.charAt(10) == 'T'
                        && text.charAt(13) == ':'
                        && text.charAt(16) == ':'
                        && text.charAt(SECONDS_END) == '.';
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, SECONDS_END);
        int millis = number(text, SECONDS_END + 1, MILLIS_END);
        int year = number(text, 0, 4);
        boolean known = hour < 24 && minute < 60 && second < 60;
        if (!signs || !known || (hour | minute | second | millis | year) < 0) {
            return Instant.parse(text).toEpochMilli();
        }
        try {
            long day = epochDay(year, number(text, 5, 7), number(text, 8, 10));
            return (((day * 24 + hour) * 60 + minute) * 60 + second) * 1000 + millis;
        } catch (DateTimeException e) {
            return Instant.parse(text).toEpochMilli();
        }
    }

    /** Nearly all calls ask for the same day, so its value is cached. */
    private static long epochDay(int year, int month, int day) {
        Day known = newest;
        if (known.year == year && known.month == month && known.day == day) {
            return known.epochDay;
        }
        long epochDay = LocalDate.of(year, month, day).toEpochDay();
        newest = new Day(year, month, day, epochDay);
        return epochDay;
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
