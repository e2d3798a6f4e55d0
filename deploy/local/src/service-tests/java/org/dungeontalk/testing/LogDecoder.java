package org.dungeontalk.testing;

import java.time.Instant;
import java.util.Optional;

/** A consumer's decoder of records of the log. */
@FunctionalInterface
public interface LogDecoder {

    /** The fields that every consumer keeps. */
    record Message(String roomId, String senderId, String content, Instant createdAt) {}

    /**
     * The message, or nothing if the record becomes a dead letter.
     *
     * @param kind the header
     * @param recordTime in milliseconds since 1970
     */
    Optional<Message> decode(byte[] kind, byte[] key, byte[] value, long recordTime);
}
