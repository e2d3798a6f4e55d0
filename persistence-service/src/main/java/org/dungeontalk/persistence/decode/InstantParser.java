package org.dungeontalk.persistence.decode;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/**
 * A faster {@link Instant#parse} for the form that gateways write, {@code
 * 2026-11-22T18:04:05.123Z}: the library took a seventh of the time of a record. Any other form is
 * left to the library, so the results are the same. Thread-safe.
 */
final class InstantParser {

    private static final int LENGTH = "2026-11-22T18:04:05.123Z".length();
    private static final int NANOS_PER_MILLI = 1_000_000;

    private InstantParser() {}

    /**
     * @throws java.time.format.DateTimeParseException if it is not an instant
     */
    static Instant parse(String text) {
        return isUsual(text) ? usual(text) : Instant.parse(text);
    }

    private static boolean isUsual(String text) {
        return text.length() == LENGTH
                && text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':'
                && text.charAt(19) == '.'
                && text.charAt(LENGTH - 1) == 'Z';
    }

    private static Instant usual(String text) {
        int year = number(text, 0, 4);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        int millis = number(text, 20, 23);
        if ((year | hour | minute | second | millis) < 0
                || hour > 23
                || minute > 59
                || second > 59) {
            return Instant.parse(text);
        }
        try {
            long day = LocalDate.of(year, number(text, 5, 7), number(text, 8, 10)).toEpochDay();
            long seconds = ((day * 24 + hour) * 60 + minute) * 60 + second;
            return Instant.ofEpochSecond(seconds, (long) millis * NANOS_PER_MILLI);
        } catch (DateTimeException noSuchDay) {
            return Instant.parse(text);
        }
    }

    /** -1 if there is anything but digits. */
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
