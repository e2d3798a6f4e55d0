package org.dungeontalk.gateway.log;

import org.dungeontalk.gateway.room.RoomKey;

/** An id that a sender chose, in the room it was sent to: it means nothing outside of it. */
record SentId(RoomKey room, String id) {

    /** The record's, or {@code null} if the gateway made its id. */
    static SentId of(LogRecord record) {
        return record.id() == null ? null : new SentId(record.room(), record.id());
    }
}
