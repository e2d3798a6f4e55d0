package org.dungeontalk.tools.history;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The ids of imported messages: always UUIDs of version 7, which the table is partitioned by. */
final class MessageIds {

    private static final long RANDOM_A = 0xfffL;
    private static final long VERSION_7 = 0x7000L;
    private static final long RANDOM_B = 0x3fffffffffffffffL;
    private static final long VARIANT = 0x8000000000000000L;

    private MessageIds() {}

    /** The id that a text is; empty if the text is no UUID of version 7. */
    private static Optional<UUID> parse(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.version() == 7 && id.toString().equalsIgnoreCase(text)
                    ? Optional.of(id)
                    : Optional.empty();
        } catch (IllegalArgumentException other) {
            return Optional.empty();
        }
    }

    /** The document's id if it is a UUID of version 7, otherwise one that is derived from it. */
    static UUID of(String kind, JsonNode id, Instant createdAt) {
        return parse(id.asText()).orElseGet(() -> derive(kind, id.toString(), createdAt));
    }

    /**
     * An id made of the message's time and a hash of what the old server has for an id: the same
     * each time.
     */
    private static UUID derive(String kind, String oldId, Instant createdAt) {
        try {
            ByteBuffer hash =
                    ByteBuffer.wrap(
                            MessageDigest.getInstance("SHA-256")
                                    .digest((kind + ' ' + oldId).getBytes(StandardCharsets.UTF_8)));
            return new UUID(
                    createdAt.toEpochMilli() << 16 | VERSION_7 | hash.getLong() & RANDOM_A,
                    VARIANT | hash.getLong() & RANDOM_B);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The time in an id of version 7. */
    static Instant timeOf(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }
}
