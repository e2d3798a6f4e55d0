package org.dungeontalk.gateway.message;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Message ids are UUIDv7: ordered by time, so that the store can be divided by time on the same
 * key.
 */
final class MessageId {
    /**
     * How far a client's id may lie from this gateway's clock; a retry may be old, a clock may be
     * wrong.
     */
    static final Duration TOLERANCE = Duration.ofHours(24);

    private static final Pattern UUID_V7 =
            Pattern.compile(
                    "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
                    Pattern.CASE_INSENSITIVE);

    private MessageId() {}

    /** A new id, later than all that this process made before. */
    static UUID next() {
        return UuidCreator.getTimeOrderedEpoch();
    }

    /** The client's id, checked; a new one if it gave none. */
    static UUID of(String text, Instant now) {
        if (text == null) {
            return next();
        }
        if (!UUID_V7.matcher(text).matches()) {
            throw new Refusal.Thrown(
                    ErrorCode.INVALID_MESSAGE_ID, "messageId must be a UUID of version 7.");
        }
        UUID id = UUID.fromString(text);
        Duration off = Duration.between(time(id), now).abs();
        if (off.compareTo(TOLERANCE) > 0) {
            throw new Refusal.Thrown(
                    ErrorCode.INVALID_MESSAGE_ID,
                    "messageId carries a time more than 24 hours from now.");
        }
        return id;
    }

    private static Instant time(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }
}
