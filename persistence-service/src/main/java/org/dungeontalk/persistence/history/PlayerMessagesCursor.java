package org.dungeontalk.persistence.history;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A position in one player's messages: {@code <microseconds since 1970>-<message id>}. */
record PlayerMessagesCursor(Instant at, UUID messageId) {

    /** After every message. */
    static final PlayerMessagesCursor END =
            new PlayerMessagesCursor(
                    Instant.parse("9999-12-31T23:59:59.999999Z"), new UUID(-1, -1));

    private static final Pattern TEXT =
            Pattern.compile("([0-9]{1,18})-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");

    /** Empty if this is no text that {@link #text()} writes. */
    static Optional<PlayerMessagesCursor> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Instant at = Instant.EPOCH.plus(Long.parseLong(matcher.group(1)), ChronoUnit.MICROS);
        return at.isAfter(END.at())
                ? Optional.empty()
                : Optional.of(new PlayerMessagesCursor(at, UUID.fromString(matcher.group(2))));
    }

    String text() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at) + "-" + messageId;
    }
}
