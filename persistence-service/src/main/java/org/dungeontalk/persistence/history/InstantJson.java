package org.dungeontalk.persistence.history;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes an instant for JSON: with milliseconds, or with microseconds if there are any. */
final class InstantJson {

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private static final int NANOS_PER_MILLI = 1_000_000;

    private InstantJson() {}

    static String of(Instant instant) {
        boolean whole = instant.getNano() % NANOS_PER_MILLI == 0;
        return (whole ? MILLIS : MICROS).format(instant);
    }
}
