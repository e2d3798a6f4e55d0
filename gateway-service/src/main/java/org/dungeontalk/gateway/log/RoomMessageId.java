package org.dungeontalk.gateway.log;

import java.util.UUID;

/**
 * A message's id in its room: it means nothing outside of it. Rooms of both kinds share their ids,
 * since the store knows a message by its id and its room's id.
 *
 * @param room a hash of the room's id
 */
record RoomMessageId(long most, long least, long room) {

    static RoomMessageId of(String roomId, UUID id) {
        return new RoomMessageId(
                id.getMostSignificantBits(), id.getLeastSignificantBits(), BodyHash.hash(roomId));
    }

    /** The record's, or {@code null} if it has none. */
    static RoomMessageId of(LogRecord record) {
        return record.id() == null ? null : of(record.room().id(), UUID.fromString(record.id()));
    }

    /** All of it in 64 bits. */
    long hash() {
        return BodyHash.mix(most + BodyHash.mix(least + BodyHash.mix(room)));
    }

    /** The time in the id, in milliseconds since 1970. */
    long time() {
        return most >>> 16;
    }
}
