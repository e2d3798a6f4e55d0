package org.dungeontalk.persistence.kafka;

/**
 * Offsets of a partition whose records cannot be read, however often that is tried.
 *
 * @param from the first
 * @param upto the next that can be read, or the log's end
 * @param why in words that may be logged
 */
public record UnreadableRange(int partition, long from, long upto, String why) {

    /** How many offsets; each may have held a message. */
    public long offsets() {
        return upto - from;
    }
}
