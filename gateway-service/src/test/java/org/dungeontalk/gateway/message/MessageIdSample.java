package org.dungeontalk.gateway.message;

import java.time.Instant;
import java.util.UUID;

/** UUIDv7s of a chosen time. */
final class MessageIdSample {

    private MessageIdSample() {}

    static String at(Instant time) {
        UUID random = UUID.randomUUID();
        long most = time.toEpochMilli() << 16 | 0x7000 | random.getMostSignificantBits() & 0xfff;
        return new UUID(most, random.getLeastSignificantBits()).toString();
    }
}
