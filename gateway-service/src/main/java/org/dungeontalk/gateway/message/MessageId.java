package org.dungeontalk.gateway.message;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Message ids are UUIDv7: they are ordered by time, so the database can partition messages by time
 * on the same key.
 */
final class MessageId {
    private static final Pattern UUID_V7 =
            Pattern.compile(
                    "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
                    Pattern.CASE_INSENSITIVE);

    private MessageId() {}

    /** A new id, later than all others of this process. */
    static UUID next() {
        return UuidCreator.getTimeOrderedEpoch();
    }

    /**
     * Validates the client's id; creates one if the client sent none.
     *
     * @param window how far the id's time may lie from now: ids are not remembered for longer, so
     *     an older one might be used twice
     */
    static UUID of(String text, Instant now, Duration window) {
        if (text == null) {
            return next();
        }
        if (!UUID_V7.matcher(text).matches()) {
            throw new RefusedException(
                    ErrorCode.INVALID_MESSAGE_ID, "messageId must be a UUID of version 7.");
        }
        UUID id = UUID.fromString(text);
        Duration age = Duration.between(time(id), now);
        if (age.compareTo(window) > 0) {
            throw new RefusedException(expired(now));
        }
        if (age.negated().compareTo(window) > 0) {
            throw new RefusedException(
                    new Refusal(
                                    ErrorCode.INVALID_MESSAGE_ID,
                                    "The time in messageId is "
                                            + age.negated().toSeconds()
                                            + " s ahead of this server's. Check the clock.")
                            .at(now));
        }
        return id;
    }

    private static Refusal expired(Instant now) {
        return new Refusal(
                        ErrorCode.MESSAGE_ID_EXPIRED,
                        "messageId is too old to check whether the message was sent before. Resume,"
                                + " then send messages that are missing with new ids.")
                .at(now);
    }

    private static Instant time(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }
}
