package org.dungeontalk.persistence.store;

/**
 * A position in the order of a room.
 *
 * @param epoch the log's number in persistence.log_epoch
 */
public record RoomPosition(int epoch, long offset) {

    /** Before every message. */
    public static final RoomPosition BEGINNING = new RoomPosition(0, -1);

    /** After every message. */
    public static final RoomPosition END = new RoomPosition(Integer.MAX_VALUE, Long.MAX_VALUE);

    public static RoomPosition of(StoredMessage message) {
        return new RoomPosition(message.logEpoch, message.logOffset);
    }
}
