package org.dungeontalk.gateway.log;

import java.util.UUID;

/**
 * A message's id within its room. Rooms of both kinds share their ids, because the database
 * identifies a message by its id and its room's id.
 *
 * @param room a hash of the room's id
 */
record RoomMessageId(long most, long least, long room) {

    static RoomMessageId of(String roomId, UUID id) {
        return new RoomMessageId(
                id.getMostSignificantBits(), id.getLeastSignificantBits(), BodyHash.hash(roomId));
    }

    /** The id of the record, or {@code null} if it has none. */
    static RoomMessageId of(LogRecord record) {
        return record.id() == null ? null : of(record.room().id(), UUID.fromString(record.id()));
    }

    /** A 64-bit hash of id and room. */
    long hash() {
        return BodyHash.mix(most + BodyHash.mix(least + BodyHash.mix(room)));
    }

    /** The time in the id (UUIDv7), in milliseconds since 1970. */
    long time() {
        return most >>> 16;
    }
}
