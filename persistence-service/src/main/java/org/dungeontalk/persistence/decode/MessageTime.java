package org.dungeontalk.persistence.decode;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/**
 * The rule for {@code createdAt}: an instant in UTC with a year of four digits, not before the year
 * 2000, and at most a day after the time of its record. It may be much older than its record,
 * because mirrors, replays and resent dead letters come late.
 *
 * <p>The rule is part of docs/contract; analytics-service has the same.
 */
final class MessageTime {

    private static final long EARLIEST = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();
    private static final long AHEAD = Duration.ofDays(1).toMillis();

    private MessageTime() {}

    /**
     * @throws InvalidMessageException if it is not an instant in UTC
     */
    static Instant parse(String text) {
        try {
            Instant instant = InstantParser.parse(text);
            if (text.endsWith("Z") && isDigit(text.charAt(0))) {
                return instant;
            }
        } catch (DateTimeException notAnInstant) {
            throw new InvalidMessageException("createdAt is not an instant");
        }
        throw new InvalidMessageException(
                "createdAt is not an instant in UTC with a year of four digits");
    }

    /**
     * @param recordTime in milliseconds since 1970
     * @throws InvalidMessageException if a message can't have been written then
     */
    static void check(Instant createdAt, long recordTime) {
        long at = createdAt.toEpochMilli();
        if (at < EARLIEST) {
            throw new InvalidMessageException("createdAt is before the year 2000");
        }
        if (at - AHEAD > recordTime) {
            throw new InvalidMessageException(
                    "createdAt is more than a day after the record's time");
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
