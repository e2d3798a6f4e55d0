package org.dungeontalk.persistence.store;

/**
 * A place in the order of a room.
 *
 * @param epoch the log's number in persistence.log_epoch
 */
public record Place(int epoch, long offset) {

    /** Everything lies after it. */
    public static final Place BEGINNING = new Place(0, -1);

    /** Everything lies before it. */
    public static final Place END = new Place(Integer.MAX_VALUE, Long.MAX_VALUE);

    public static Place of(StoredMessage message) {
        return new Place(message.logEpoch, message.logOffset);
    }
}
